/** What is used of PayPal's SDK; the published types lack `payment_source` and say wrong things about much of the rest. */
declare module '@paypal/checkout-server-sdk' {
  export interface SdkRequest {
    path: string;
    verb: string;
    headers: Record<string, string>;
    body: unknown;
  }

  export interface PayPalEnvironment {
    readonly baseUrl: string;
    readonly webUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  }

  export interface OrdersCreateRequest extends SdkRequest {
    prefer(preference: 'return=representation' | 'return=minimal'): this;
    requestBody(order: object): this;
  }

  export interface OrdersCaptureRequest extends SdkRequest {
    prefer(preference: 'return=representation' | 'return=minimal'): this;
    payPalRequestId(requestId: string): this;
  }

  export interface CapturesRefundRequest extends SdkRequest {
    prefer(preference: 'return=representation' | 'return=minimal'): this;
    payPalRequestId(requestId: string): this;
    requestBody(refund: object): this;
  }

  const sdk: {
    readonly core: {
      readonly PayPalEnvironment: new (
        clientId: string,
        clientSecret: string,
        baseUrl: string,
        webUrl: string,
      ) => PayPalEnvironment;
      /** For the tests that show how it ends the process; `createExecutor` stands in its place. */
      readonly PayPalHttpClient: new (environment: PayPalEnvironment) => {
        execute(request: SdkRequest): Promise<unknown>;
      };
    };
    readonly orders: {
      readonly OrdersCreateRequest: new () => OrdersCreateRequest;
      readonly OrdersGetRequest: new (orderId: string) => SdkRequest;
      readonly OrdersCaptureRequest: new (orderId: string) => OrdersCaptureRequest;
    };
    readonly payments: {
      readonly CapturesGetRequest: new (captureId: string) => SdkRequest;
      readonly CapturesRefundRequest: new (captureId: string) => CapturesRefundRequest;
      readonly RefundsGetRequest: new (refundId: string) => SdkRequest;
    };
  };
  export default sdk;
}
