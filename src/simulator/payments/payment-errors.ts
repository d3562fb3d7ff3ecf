/** The refusals of authorizations, captures and refunds; see `errors.ts`. PayPal's document leaves some without words. */
export const paymentCatalogue = {
  'orders.authorize': {
    400: {
      INVALID_PARAMETER_VALUE: 'A parameter value is not valid.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long',
      INVALID_PARAMETER_SYNTAX: 'The value of a field does not conform to the expected format.',
      MALFORMED_REQUEST_JSON: 'The request JSON is not well formed.',
    },
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      ACTION_DOES_NOT_MATCH_INTENT:
        "Order was created with an intent to 'CAPTURE'. Please use v2/checkout/orders/order_id/capture to complete the transaction or alternately Create an order with an intent of 'AUTHORIZE'.",
      DUPLICATE_INVOICE_ID:
        'Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.',
      ORDER_NOT_APPROVED:
        "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the Create Order call.",
      MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: 'You have exceeded the maximum number of payment attempts.',
      PAYEE_BLOCKED_TRANSACTION:
        'Declined by fraud tool (Fraud Protection/Chargeback Protection) due to potential fraud risk. Please review your fraud settings.',
      PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'The payer account cannot be used for this transaction.',
      PAYER_ACCOUNT_RESTRICTED: 'PAYER_ACCOUNT_RESTRICTED',
      PAYER_CANNOT_PAY:
        'Payer cannot pay for this transaction. Please contact the payer to find other ways to pay for this transaction.',
      PAYMENT_DENIED: 'PayPal has declined to process this transaction.',
      TRANSACTION_LIMIT_EXCEEDED: 'Total payment amount exceeded transaction limit.',
      TRANSACTION_RECEIVING_LIMIT_EXCEEDED: "The transaction exceeds the receiver's receiving limit.",
      TRANSACTION_REFUSED: 'The request was refused.',
      ORDER_ALREADY_AUTHORIZED:
        "Order already authorized.If 'intent=AUTHORIZE' only one authorization per order is allowed.",
      ORDER_COMPLETED_OR_VOIDED: 'Order is voided or completed and hence cannot be authorized.',
      ORDER_EXPIRED:
        'Order is expired and hence cannot be authorized. Please contact Customer Support if you need to increase your order validity period.',
      INCOMPATIBLE_PARAMETER_VALUE:
        'The value of the field is incompatible/redundant with other fields in the order.',
      PAYER_ACTION_REQUIRED:
        'Transaction cannot complete successfully, instruct the buyer to return to PayPal.',
    },
  },
  'authorizations.get': {
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
  },
  'authorizations.capture': {
    400: {
      INVALID_PARAMETER_VALUE: 'The value of a field is invalid.',
      MISSING_REQUIRED_PARAMETER: 'A required field / parameter is missing.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long.',
      INVALID_STRING_MAX_LENGTH: 'The value of a field is too long.',
      INVALID_PARAMETER_SYNTAX: 'The value of a field does not conform to the expected format.',
    },
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      INVALID_CURRENCY_CODE:
        'Currency code is invalid or is not currently supported. Please refer https://developer.paypal.com/docs/api/reference/currency-codes/ for list of supported currency codes.',
      CANNOT_BE_ZERO_OR_NEGATIVE:
        'Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.',
      DECIMAL_PRECISION: 'If the currency supports decimals, only two decimal place precision is supported.',
      DECIMALS_NOT_SUPPORTED:
        'Currency does not support decimals. Please refer to https://developer.paypal.com/docs/api/reference/currency-codes/ for more information.',
      TRANSACTION_REFUSED: "PayPal's internal controls prevent authorization from being captured.",
      AUTHORIZATION_VOIDED: 'A voided authorization cannot be captured or reauthorized. ',
      MAX_CAPTURE_COUNT_EXCEEDED:
        'Maxmimum number of allowable captures has been reached. No additional captures are possible for this authorization. Contact Customer Service or your account manager to change the number of captures for a given authorization.',
      DUPLICATE_INVOICE_ID:
        'Requested invoice_id has been previously captured. Possible duplicate transaction.',
      AUTH_CAPTURE_CURRENCY_MISMATCH: 'Currency of capture must be the same as currency of authorization.',
      PAYER_CANNOT_PAY:
        'Payer cannot pay for this transaction. Please contact the payer to find other ways to pay for this transaction.',
      AUTHORIZATION_DENIED: 'An denied authorization cannot be captured.',
      AUTHORIZATION_EXPIRED: 'An expired authorization cannot be captured.',
      AUTHORIZATION_ALREADY_CAPTURED: 'Authorization has previously been captured.',
      MAX_CAPTURE_AMOUNT_EXCEEDED:
        'Capture amount exceeds allowable limit. Please contact customer service or your account manager to request the change to your overage limit. The default overage limit is 115%, which allows the sum of all captures to be up to 115% of the order amount. The ability to over capture is subjected to regulatory approvals.',
      PAYEE_ACCOUNT_LOCKED_OR_CLOSED:
        'Transaction could not complete because payee account is locked or closed.',
      PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'The payer account cannot be used for this transaction.',
      PAYEE_ACCOUNT_RESTRICTED: 'Payee account is restricted.',
      COMPLIANCE_VIOLATION: 'Transaction is declined due to compliance violation.',
      DUPLICATE_TRANSACTION: 'Duplicate invoice Id detected.',
    },
  },
  'authorizations.void': {
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      PREVIOUSLY_CAPTURED: 'Authorization has been previously captured and hence cannot be voided.',
      PREVIOUSLY_VOIDED: 'Authorization has been previously voided and hence cannot be voided again.',
      CANNOT_BE_VOIDED: 'A reauthorization cannot be voided. Please void the original parent authorization.',
    },
  },
  'authorizations.reauthorize': {
    400: {
      MISSING_REQUIRED_PARAMETER: 'A required field / parameter is missing.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long.',
      INVALID_STRING_MAX_LENGTH: 'The value of a field is too long.',
      INVALID_PARAMETER_SYNTAX: 'The value of a field does not conform to the expected format.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      INVALID_CURRENCY_CODE:
        'Currency code is invalid or is not currently supported. Please refer https://developer.paypal.com/docs/api/reference/currency-codes/ for list of supported currency codes.',
      CANNOT_BE_ZERO_OR_NEGATIVE:
        'Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.',
      DECIMAL_PRECISION: 'If the currency supports decimals, only two decimal place precision is supported.',
      DECIMALS_NOT_SUPPORTED:
        'Currency does not support decimals. Please refer to https://developer.paypal.com/docs/api/reference/currency-codes/ for more information.',
      TRANSACTION_REFUSED: "PayPal's internal controls prevent authorization from being captured.",
      AUTHORIZATION_VOIDED: 'A voided authorization cannot be captured or reauthorized. ',
      PAYER_CANNOT_PAY:
        'Payer cannot pay for this transaction. Please contact the payer to find other ways to pay for this transaction.',
      AUTHORIZATION_ALREADY_CAPTURED: 'Authorization has previously been captured.',
      PAYEE_ACCOUNT_LOCKED_OR_CLOSED:
        'Transaction could not complete because payee account is locked or closed.',
      PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'The payer account cannot be used for this transaction.',
      PAYEE_ACCOUNT_RESTRICTED: 'Payee account is restricted.',
      REAUTHORIZATION_NOT_SUPPORTED:
        'A reauthorize cannot be attempted on an authorization_id that is the result of a prior reauthorization or on an authorization made on an Order saved using the `v2/orders/id/save` API.',
      AUTH_CURRENCY_MISMATCH:
        'The currency specified during reauthorization should be the same as the currency specified in the original authorization. Please check the currency of the authorization for which you are trying to reauthorize and try again.',
      AUTHORIZATION_AMOUNT_EXCEEDED:
        'Authorization amount specified exceeded allowable limit. Specify a different amount and try the request again. Alternately, contact Customer Support to increase your limits. Local regulations (e.g. in PSD2 countries) prohibit overages above the amount authorized by the payer.',
      REAUTHORIZATION_TOO_SOON:
        'A reauthorization is only allowed once from Day 4 to Day 29 since the date of the original authorization.',
      REAUTHORIZATION_DECLINED_BY_PROCESSOR: 'The reauthorization was declined by the processor.',
      REAUTHORIZATION_NOT_SUPPORTED_FOR_PAYMENT_SOURCE:
        'Reauthorization is not supported for the payment source.',
    },
  },
  'captures.get': {
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
  },
  'captures.refund': {
    400: {
      MISSING_REQUIRED_PARAMETER: undefined,
      INVALID_PARAMETER_SYNTAX: undefined,
      INVALID_STRING_LENGTH: undefined,
    },
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      CANNOT_BE_ZERO_OR_NEGATIVE: undefined,
      DECIMAL_PRECISION: undefined,
      DECIMALS_NOT_SUPPORTED: undefined,
      INVALID_CURRENCY_CODE: undefined,
      CURRENCY_MISMATCH: undefined,
      CANNOT_BE_NEGATIVE: undefined,
      CAPTURE_FULLY_REFUNDED: 'The capture has already been fully refunded',
      REFUND_CAPTURE_CURRENCY_MISMATCH: 'Refund must be in the same currency as the capture',
      REFUND_NOT_ALLOWED: 'Capture cannot be refunded.',
      REFUND_TIME_LIMIT_EXCEEDED: 'You are over the time limit to perform a refund on this capture',
      REFUND_AMOUNT_EXCEEDED:
        'The refund amount must be less than or equal to the capture amount that has not yet been refunded.',
      REFUND_AMOUNT_TOO_LOW:
        'The amount after applying currency conversion is zero and hence the capture cannot be refunded. The currency conversion is required because the currency of the capture is different than the currency in which the amount was settled into the payee account.',
      REFUND_FAILED_INSUFFICIENT_FUNDS:
        'Capture could not be refunded due to insufficient funds. Please check to see if you have sufficient funds in your PayPal account or if the bank account linked to your PayPal account is verified and has sufficient funds.',
      PARTIAL_REFUND_NOT_ALLOWED: 'You cannot do a refund less than the original capture amount.',
      MAX_NUMBER_OF_REFUNDS_EXCEEDED:
        'You have exceeded the maximum number of refund attempts for this capture.',
      PENDING_CAPTURE:
        'Cannot initiate a refund as the capture is pending. Capture is typically pending when the payer has funded the transaction using e-check/bank funded.',
      DUPLICATE_INVOICE_ID: 'Invoice ID was previously used to refund a capture.',
      PAYEE_ACCOUNT_LOCKED_OR_CLOSED:
        'Transaction could not complete because payee account is locked or closed.',
      PAYER_ACCOUNT_LOCKED_OR_CLOSED: 'The payer account cannot be used for this transaction.',
      PAYEE_ACCOUNT_RESTRICTED: 'Payee account is restricted.',
      REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK:
        'Refunds are not allowed on this capture due to a chargeback on the card or bank. Please contact the payee to resolve the chargeback.',
      TRANSACTION_DISPUTED:
        'Partial refunds cannot be offered at this time because there is an open case on this transaction. Visit the PayPal Resolution Center to review this case.',
      PLATFORM_FEE_EXCEEDED:
        'Platform fee amount specified exceeds the amount that is available for refund. You can only refund up to the available platform fee amount. This error is also returned when no platform_fee was specified or was zero when the payment was captured.',
      REFUND_IS_RESTRICTED:
        "This refund can only be processed by the API caller that had 'captured' the transaction. If you facilitate your transactions via a platform/partner, please initiate a refund through them.",
      PLATFORM_FEE_NOT_ENABLED:
        "The API Caller account is not setup to be able to process refunds with 'platform_fees'. Please contact your Account Manager. This feature is useful when you want to contribute a portion of the 'platform_fees' you had capture as part of the refund being processed.",
    },
  },
  'refunds.get': {
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    403: {
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
  },
} as const;
