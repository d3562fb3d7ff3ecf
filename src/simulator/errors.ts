import { paymentCatalogue } from './payments/payment-errors.ts';

/**
 * Refusals as PayPal words them. Each row of the catalogue is a row of PayPal's OpenAPI document for that
 * operation and status (`test/paypal/error-catalogue.json`); only the rows in use stand here.
 */
export const catalogue = {
  ...paymentCatalogue,
  'orders.track.create': {
    400: {
      MISSING_REQUIRED_PARAMETER: 'A required field / parameter is missing.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long.',
      INVALID_PARAMETER_VALUE: 'A parameter value is not valid.',
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
      INVALID_TRACKING_NUMBER:
        'Use a valid tracking number. It must not be empty, contain spaces or tab characters',
      CAPTURE_STATUS_NOT_VALID:
        'Invalid capture status. Tracker information can only be added to captures in `COMPLETED` state.',
      ITEM_SKU_MISMATCH: 'Item sku must match one of the items sku that was provided during order creation.',
      CAPTURE_ID_NOT_FOUND: 'Specified capture ID does not exist. Check the capture ID and try again.',
      MSP_NOT_SUPPORTED: 'Multiple purchase units are not supported for this operation.',
    },
  },
  'orders.create': {
    400: {
      INVALID_ARRAY_MAX_ITEMS: 'The number of items in an array parameter is too large.',
      INVALID_ARRAY_MIN_ITEMS: 'The number of items in an array parameter is too small.',
      INVALID_COUNTRY_CODE:
        'Country code is invalid. Please refer to https://developer.paypal.com/api/rest/reference/country-codes/ for a list of supported country codes.',
      INVALID_PARAMETER_SYNTAX: 'The value of a field does not conform to the expected format.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long',
      INVALID_PARAMETER_VALUE: 'A parameter value is not valid.',
      MISSING_REQUIRED_PARAMETER: 'A required parameter is missing.',
      NOT_SUPPORTED: 'This field is not currently supported.',
      PAYPAL_REQUEST_ID_REQUIRED:
        "A PayPal-Request-Id is required if you are trying to process payment for an Order. Please specify a PayPal-Request-Id or Create the Order without a 'payment_source' specified.",
      MALFORMED_REQUEST_JSON: 'The request JSON is not well formed.',
    },
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    422: {
      AMOUNT_MISMATCH:
        'Should equal item_total + tax_total + shipping + handling + insurance - shipping_discount - discount.',
      CANNOT_BE_NEGATIVE:
        'Must be greater than or equal to 0. If the currency supports decimals, only two decimal place precision is supported.',
      CANNOT_BE_ZERO_OR_NEGATIVE:
        'Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.',
      DECIMAL_PRECISION: 'If the currency supports decimals, only two decimal place precision is supported.',
      DUPLICATE_REFERENCE_ID: '`reference_id` must be unique if multiple `purchase_unit` are provided.',
      INVALID_CURRENCY_CODE:
        'Currency code is invalid or is not currently supported. Please refer https://developer.paypal.com/api/rest/reference/currency-codes/ for list of supported currency codes.',
      ITEM_TOTAL_MISMATCH:
        'Should equal sum of (unit_amount * quantity) across all items for a given purchase_unit.',
      ITEM_TOTAL_REQUIRED:
        'If item details are specified (items.unit_amount and items.quantity) corresponding amount.breakdown.item_total is required.',
      MAX_VALUE_EXCEEDED: 'Should be less than or equal to 999999999999999.99.',
      MULTI_CURRENCY_ORDER:
        'Multiple differing values of currency_code are not supported. Entire Order request must have the same currency_code.',
      PAYEE_ACCOUNT_INVALID:
        'Payee account specified is invalid. Please check the `payee.email_address` or `payee.merchant_id` specified and try again. Ensure that either  `payee.merchant_id` or `payee.email_address` is specified.',
      PAYEE_ACCOUNT_LOCKED_OR_CLOSED: 'The merchant account is locked or closed.',
      PAYEE_ACCOUNT_RESTRICTED: 'The merchant account is restricted.',
      REFERENCE_ID_REQUIRED:
        "'reference_id' is required for each 'purchase_unit' if multiple 'purchase_unit' are provided.",
      TAX_TOTAL_MISMATCH: 'Should equal sum of (tax * quantity) across all items for a given purchase_unit.',
      TAX_TOTAL_REQUIRED:
        'If item details are specified (items.tax_total and items.quantity) corresponding amount.breakdown.tax_total is required.',
      UNSUPPORTED_INTENT:
        '`intent=AUTHORIZE` is not supported for this operation. Only `intent=CAPTURE` is supported.',
      COMPLIANCE_VIOLATION: 'Transaction is declined due to compliance violation.',
      INCOMPATIBLE_PARAMETER_VALUE:
        'The value of the field is incompatible/redundant with other fields in the order.',
    },
  },
  'orders.get': {
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
  },
  'orders.patch': {
    400: {
      FIELD_NOT_PATCHABLE: 'Field cannot be patched.',
      INVALID_ARRAY_MAX_ITEMS: 'The number of items in an array parameter is too large.',
      INVALID_PARAMETER_SYNTAX: 'The value of a field does not conform to the expected format.',
      INVALID_STRING_LENGTH: 'The value of a field is either too short or too long',
      INVALID_PARAMETER_VALUE: 'The value of a field is invalid.',
      MISSING_REQUIRED_PARAMETER: 'A required field / parameter is missing.',
      INVALID_PATCH_OPERATION:
        "The operation cannot be honored. Cannot add a property that's already present, use replace. Cannot remove a property thats not present, use add. Cannot replace a property thats not present, use add.",
      MALFORMED_REQUEST_JSON: 'The request JSON is not well formed.',
    },
    401: {
      INVALID_ACCOUNT_STATUS: 'Account validations failed for the user.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      AMOUNT_MISMATCH:
        'Should equal item_total + tax_total + shipping + handling + insurance - shipping_discount - discount.',
      CANNOT_BE_NEGATIVE:
        'Must be greater than or equal to 0. If the currency supports decimals, only two decimal place precision is supported.',
      CANNOT_BE_ZERO_OR_NEGATIVE:
        'Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.',
      DECIMAL_PRECISION: 'If the currency supports decimals, only two decimal place precision is supported.',
      INVALID_CURRENCY_CODE:
        'Currency code is invalid or is not currently supported. Please refer https://developer.paypal.com/api/rest/reference/currency-codes/ for list of supported currency codes.',
      ITEM_TOTAL_MISMATCH:
        'Should equal sum of (unit_amount * quantity) across all items for a given purchase_unit.',
      ITEM_TOTAL_REQUIRED:
        'If item details are specified (items.unit_amount and items.quantity) corresponding amount.breakdown.item_total is required.',
      MAX_VALUE_EXCEEDED: 'Should be less than or equal to 999999999999999.99.',
      MULTI_CURRENCY_ORDER:
        'Multiple differing values of currency_code are not supported. Entire Order request must have the same currency_code.',
      INVALID_JSON_POINTER_FORMAT:
        'Path should be a valid JSON Pointer https://tools.ietf.org/html/rfc6901 that references a location within the request where the operation is performed.',
      NOT_PATCHABLE: 'Cannot be patched.',
      TAX_TOTAL_MISMATCH: 'Should equal sum of (tax * quantity) across all items for a given purchase_unit.',
      TAX_TOTAL_REQUIRED:
        'If item details are specified (items.tax_total and items.quantity) corresponding amount.breakdown.tax_total is required.',
      PATCH_VALUE_REQUIRED: "Please specify a 'value' to for the field that is being patched.",
      PATCH_PATH_REQUIRED:
        "Please specify a 'path' for the field for which the operation needs to be performed.",
      REFERENCE_ID_NOT_FOUND:
        'Filter expression value is incorrect. Please check the value of the reference_id and try again.',
      ORDER_ALREADY_COMPLETED: 'The order cannot be patched after it is completed.',
      CANNOT_MODIFY_INTENT: "The value of 'intent' cannot be changed. Please create a new order.",
      AMOUNT_CHANGE_NOT_ALLOWED: 'The amount specified is different from the amount authorized by payer.',
    },
  },
  'orders.capture': {
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
      CONSENT_NEEDED: 'CONSENT_NEEDED',
      PERMISSION_DENIED: 'You do not have permission to access or perform operations on this resource.',
    },
    404: {
      INVALID_RESOURCE_ID:
        'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
    422: {
      COMPLIANCE_VIOLATION: 'Transaction is declined due to compliance violation.',
      DUPLICATE_INVOICE_ID:
        'Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.',
      INSTRUMENT_DECLINED:
        "The instrument presented  was either declined by the processor or bank, or it can't be used for this payment.",
      ORDER_NOT_APPROVED:
        "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the Create Order call or provide a valid `payment_source` in the request.",
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
      REDIRECT_PAYER_FOR_ALTERNATE_FUNDING:
        'Transaction failed. Redirect the payer to select another funding source.',
      ORDER_ALREADY_CAPTURED:
        "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed.",
      TRANSACTION_BLOCKED_BY_PAYEE: 'Transaction blocked by Payee’s Fraud Protection settings.',
      PAYMENT_SOURCE_NOT_SUPPORTED:
        'The payer selected method of payment is not supported when multiple purchase units are specified for an Order.',
      INCOMPATIBLE_PARAMETER_VALUE:
        'The value of the field is incompatible/redundant with other fields in the order.',
      PAYER_ACTION_REQUIRED:
        'Transaction cannot complete successfully, instruct the buyer to return to PayPal.',
      AUTO_CAPTURE_ENABLED:
        'This order is being auto-captured. Merchant initiated capture requests are not allowed.',
    },
  },
} as const;

/** What PayPal answers outside its catalogue: sign-in, limits, conflicts and outages. `name` and `message` are PayPal's. */
export const outsideCatalogue = {
  invalid_request: {
    status: 400,
    message: 'Request is not well-formed, syntactically incorrect, or violates schema.',
  },
  authentication_failure: {
    status: 401,
    message:
      'Authentication failed due to missing authorization header, or invalid authentication credentials.',
  },
  forbidden: { status: 403, message: 'No permission for the requested operation.' },
  resource_not_found: { status: 404, message: 'The specified resource does not exist.' },
  method_not_supported: { status: 405, message: 'The server does not implement the requested HTTP method.' },
  resource_conflict: {
    status: 409,
    message: 'The server has detected a conflict while processing this request.',
    issue: 'PREVIOUS_REQUEST_IN_PROGRESS',
    description:
      'A previous request on this resource is currently in progress. Please wait for sometime and try again. It is best to space out the initial and the subsequent request(s) to avoid receiving this error.',
  },
  request_too_large: { status: 413, message: 'The request body is larger than the server accepts.' },
  validation_error: { status: 400, message: 'Invalid data provided' },
  webhook_url_already_exists: { status: 400, message: 'Webhook URL already exists' },
  webhook_number_limit_exceeded: { status: 400, message: 'Number of webhooks is exceeding the limit.' },
  invalid_resource_id: { status: 404, message: 'The requested resource ID was not found.' },
  unsupported_media_type: {
    status: 415,
    message: "The server does not support the request payload's media type.",
  },
  rate_limit_reached: { status: 429, message: 'Too many requests. Blocked due to rate limiting.' },
  internal_server_error: { status: 500, message: 'An internal server error occurred.' },
  service_unavailable: { status: 503, message: 'Service Unavailable.' },
} as const;

/** PayPal's OAuth border answers in OAuth's own form. */
export const oauthErrors = {
  invalid_client: { status: 401, error_description: 'Client Authentication failed' },
  invalid_token: { status: 401, error_description: 'Token signature verification failed' },
  unsupported_grant_type: { status: 400, error_description: 'unsupported grant_type' },
} as const;
