import { isCheckoutError } from '../../src/checkout/errors.ts';

/** The code and the detail; anything but a refusal of the product's own fails the test. */
export async function errorOf(promise: Promise<unknown>): Promise<string> {
  try {
    return `no error but ${JSON.stringify(await promise)}`;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    return error.message;
  }
}
