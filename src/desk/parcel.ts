import type { Parcel } from '../checkout/shipment.ts';
import { isBlank, oneLine } from '../words/one-line.ts';

/** PayPal's limit for both; no carrier has longer ones. */
const longest = 64;

/** A parcel as a merchant writes it, or what is wrong with it. Spaces in a number are for the eye alone. */
export function readParcel(carrier: string | undefined, number: string | undefined): Parcel | string {
  const named = carrier?.normalize('NFC').replaceAll(/ +/gu, ' ').trim();
  const numbered = number?.replaceAll(' ', '');
  const wrong =
    (named === undefined ? undefined : findFault(named)) ??
    (numbered === undefined ? undefined : findFaultOfNumber(numbered));
  return wrong ?? { carrier: named, number: numbered };
}

function findFault(carrier: string): string | undefined {
  if (isBlank(carrier)) return 'The carrier has no name: leave it out, or write one such as DHL.';
  if (carrier.length > longest)
    return `The carrier's name has ${carrier.length} characters: ${longest} are the most.`;
  return oneLine(carrier) === carrier
    ? undefined
    : "The carrier's name holds characters that nobody sees, or that turn a line round: write it by hand.";
}

function findFaultOfNumber(number: string): string | undefined {
  if (number === '') return 'The number is empty: leave it out, or write it as it stands on the label.';
  if (number.length > longest) return `The number has ${number.length} characters: ${longest} are the most.`;
  return /^[A-Za-z0-9][A-Za-z0-9./_-]*$/u.test(number)
    ? undefined
    : 'The number holds more than letters, digits and - . / _ between them: write it as it stands on the label.';
}
