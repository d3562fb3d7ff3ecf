import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import {
  CatalogFaults,
  faultAt,
  faultAtName,
  toFaults,
  toField,
  type CatalogFault,
} from './catalog-faults.ts';
import { catalogSchema, imageProblem } from './catalog-schema.ts';
import type { Catalog } from '../checkout/catalog.ts';
import {
  JsonFault,
  createPlaces,
  parsePositionedJson,
  type JsonPath,
  type PositionedJson,
} from './positioned-json.ts';

/** Reads what is for sale. Throws CatalogFaults, which names every fault in the file with its line and its mend. */
export async function readCatalogFile(path: string): Promise<Catalog> {
  const document = parseText(path, await readText(path));
  const parsed = catalogSchema(document.value).safeParse(document.value, { reportInput: true });
  const faults = [
    ...document.repeatedFields.map((field) => repeatedField(document, field)),
    ...(parsed.error?.issues ?? []).flatMap((issue) => toFaults(document, issue)),
    ...repeatedNames(document),
    ...(await imageFaults(document, dirname(resolve(path)))),
  ];
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new CatalogFaults(path, faults);
}

const megabyte = 1_000_000;

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder().decode(bytes);
    const place = createPlaces(text)(Math.max(text.indexOf('\uFFFD'), 0));
    throw wholeFault(path, 'The file is not UTF-8 text.', 'Save it as UTF-8.', place);
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size <= megabyte) return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wholeFault(
      path,
      `The file cannot be read: ${reason}.`,
      'Name a JSON file that this program may read.',
    );
  }
  throw wholeFault(
    path,
    'The file is larger than 1 MB.',
    'Keep pictures in files of their own and products to those for sale.',
  );
}

function parseText(path: string, text: string): PositionedJson {
  try {
    return parsePositionedJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw wholeFault(
      path,
      error.message,
      'Correct it; what follows is read once it is JSON.',
      error.place,
      toField(error.path),
    );
  }
}

function wholeFault(
  path: string,
  problem: string,
  mend: string,
  place = { line: 1, column: 1 },
  field = '',
): CatalogFaults {
  return new CatalogFaults(path, [{ ...place, field, problem, mend }]);
}

function repeatedField(document: PositionedJson, path: JsonPath): CatalogFault {
  return faultAtName(document, path, 'The field stands twice in the same object.', 'Keep one of the two.');
}

const optionalText = z.string().optional().catch(undefined);
const namedList = z
  .array(z.object({ id: optionalText, name: optionalText, image: optionalText }).catch({}))
  .catch([]);

/** The document as far as it can be understood: faults across products are found beside faults within them. */
const looseSchema = z
  .object({ products: namedList, shipping: namedList })
  .catch({ products: [], shipping: [] });

function repeatedNames(document: PositionedJson): CatalogFault[] {
  const { products, shipping } = looseSchema.parse(document.value);
  return [
    ...repeatsIn(
      document,
      'products',
      'id',
      products.map(({ id }) => id),
    ),
    ...repeatsIn(
      document,
      'products',
      'name',
      products.map(({ name }) => name),
    ),
    ...repeatsIn(
      document,
      'shipping',
      'name',
      shipping.map(({ name }) => name),
    ),
  ];
}

/** Names that differ only in case or spaces are one name to a shopper who types them. */
function repeatsIn(
  document: PositionedJson,
  list: string,
  field: string,
  texts: (string | undefined)[],
): CatalogFault[] {
  const first = new Map<string, number>();
  return texts.flatMap((text, index) => {
    if (text === undefined) return [];
    const key = text
      .normalize('NFKC')
      .replaceAll(/\p{Cf}/gu, '')
      .toLowerCase()
      .replaceAll(/\s+/gu, ' ')
      .trim();
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return [];
    }
    const line = document.placeOf([list, earlier, field])?.line ?? 1;
    return [
      faultAt(
        document,
        [list, index, field],
        `Line ${line} has the same ${field}.`,
        `Give each its own ${field}.`,
      ),
    ];
  });
}

async function imageFaults(document: PositionedJson, folder: string): Promise<CatalogFault[]> {
  const { products } = looseSchema.parse(document.value);
  const faults = products.map(async ({ image }, index) => {
    if (image === undefined || /^https:/iu.test(image) || imageProblem(image)) return [];
    const problem = await imageFileProblem(resolve(folder, image));
    return problem ? [faultAt(document, ['products', index, 'image'], problem)] : [];
  });
  return (await Promise.all(faults)).flat();
}

async function imageFileProblem(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return `${file} is not a file.`;
    return found.size > megabyte ? `${file} is larger than 1 MB, which chat channels refuse.` : undefined;
  } catch {
    return `There is no file ${file}.`;
  }
}
