import type { z } from 'zod';
import type { JsonPath, Place, PositionedJson } from './positioned-json.ts';

/** One thing that is wrong in a catalogue file, where it stands, and how to mend it. Lines and columns count from 1. */
export interface CatalogFault extends Place {
  /** As a programmer would write it: `products[2].price`; empty for the document as a whole. */
  field: string;
  problem: string;
  mend: string;
}

/** The catalogue file cannot be used. Its message names every fault, one a line, as far as a terminal can bear. */
export class CatalogFaults extends Error {
  readonly faults: readonly CatalogFault[];

  constructor(file: string, found: readonly CatalogFault[]) {
    const faults = found.toSorted((one, other) => one.line - other.line || one.column - other.column);
    const shown = faults.slice(0, mostShown).map((fault) => `\n  ${toSentence(fault)}`);
    const more = faults.length > mostShown ? `\n  … and ${faults.length - mostShown} more.` : '';
    super(
      `The catalogue ${file} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:${shown.join('')}${more}`,
    );
    this.name = 'CatalogFaults';
    this.faults = faults;
  }
}

/** A fault at a value, or at the nearest thing around it that the file does have. */
export function faultAt(
  document: PositionedJson,
  path: JsonPath,
  problem: string,
  mend = mendFor(path),
): CatalogFault {
  return { ...nearestPlace(document, path), field: toField(path), problem, mend };
}

/** A fault at the name of a field rather than at its value. */
export function faultAtName(
  document: PositionedJson,
  path: JsonPath,
  problem: string,
  mend: string,
): CatalogFault {
  const place = document.placeOfName(path) ?? nearestPlace(document, path);
  return { ...place, field: toField(path), problem, mend };
}

/** What zod found, in a merchant's words. */
export function toFaults(document: PositionedJson, issue: z.core.$ZodIssue): CatalogFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => unknownField(document, [...issue.path, name]));
  }
  return [faultAt(document, issue.path, problemOf(document, issue))];
}

export function toField(path: JsonPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '');
}

const mostShown = 25;

const mends = new Map<string, string>([
  ['', 'Write an object in braces, with "currency" and "products".'],
  ['currency', 'Write its three capitals in quotes, such as "EUR".'],
  [
    'taxIncluded',
    'Write true or false without quotes: true where the prices hold their tax, or leave the field out.',
  ],
  ['products', 'List 1 to 1000 products in square brackets.'],
  ['products[]', 'Write an object in braces, with "id", "name", "description" and "price".'],
  ['id', 'Write 1 to 40 small letters and digits, joined by hyphens, such as "green-tea".'],
  ['name', 'Write 1 to 127 characters in quotes.'],
  ['description', 'Write one or two sentences in quotes, 500 characters at most.'],
  [
    'price',
    'Write it in quotes with a point and no other sign, such as "12.50" ("1250" where the currency has no decimals).',
  ],
  ['taxRate', 'Write the share in quotes, such as "0.19" for 19 %, or leave the field out.'],
  [
    'image',
    'Write a path below the catalogue file’s folder, such as "products/mug.png", or an https address.',
  ],
  ['shipping', 'Write "none", or a list of objects with "name" and "price" or "prices".'],
  [
    'shipping[]',
    'Write an object in braces, with "name" and either "price" for all countries or "prices" by country.',
  ],
  [
    'prices',
    'Write an object in braces with a price for each country, such as { "DE": "4.90", "AT": "9.90" }.',
  ],
  ['prices{}', 'Write two capitals of PayPal’s list, such as "DE", and the price there in quotes.'],
]);

const fields = new Map<string, readonly string[]>([
  ['', ['currency', 'taxIncluded', 'products', 'shipping']],
  ['products[]', ['id', 'name', 'description', 'price', 'taxRate', 'image']],
  ['shipping[]', ['name', 'price', 'prices', 'taxRate']],
]);

function mendFor(path: JsonPath): string {
  return mends.get(kindOf(path)) ?? 'Leave it out.';
}

/** `products[2].price` is a `price`, `products[2]` one of `products[]`, a country's price one of `prices{}`. */
function kindOf(path: JsonPath): string {
  const last = path.at(-1);
  if (path.at(-2) === 'prices') return 'prices{}';
  return typeof last === 'number' ? `${String(path.at(-2))}[]` : String(last ?? '');
}

function unknownField(document: PositionedJson, path: JsonPath): CatalogFault {
  const name = String(path.at(-1));
  const known = fields.get(kindOf(path.slice(0, -1))) ?? [];
  const meant = known.find((field) => letters(field) === letters(name));
  const mend = meant ? `Write "${meant}".` : `Leave it out; the fields here are ${known.join(', ')}.`;
  return faultAtName(document, path, `There is no field "${name.slice(0, 40)}" here.`, mend);
}

function letters(field: string): string {
  return field.toLowerCase().replaceAll(/[^a-z]/gu, '');
}

function problemOf(document: PositionedJson, issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join(' ');
  if (issue.code === 'invalid_type') {
    return document.placeOf(issue.path) ? `This is ${nameType(issue.input)}.` : 'The field is missing.';
  }
  return issue.code === 'invalid_value' ? 'This is neither "none" nor a list.' : issue.message;
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names = {
    string: 'a text',
    number: 'a number without quotes',
    boolean: 'true or false',
    object: 'an object',
  };
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'object'
    ? names[type]
    : type;
}

function nearestPlace(document: PositionedJson, path: JsonPath): Place {
  return (
    document.placeOf(path) ??
    (path.length > 0 ? nearestPlace(document, path.slice(0, -1)) : { line: 1, column: 1 })
  );
}

function toSentence({ line, column, field, problem, mend }: CatalogFault): string {
  return `line ${line}, column ${column}${field && `, ${field}`}: ${problem} ${mend}`;
}
