/** A place in a text, as editors count: line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type JsonPath = readonly PropertyKey[];

/** A JSON document that still knows where each of its parts stands. Places are looked up by path, as zod gives it. */
export interface PositionedJson {
  readonly value: unknown;
  /** Where the value stands; undefined when the document has no such value. */
  placeOf(path: JsonPath): Place | undefined;
  /** Where the name of a field stands. */
  placeOfName(path: JsonPath): Place | undefined;
  /** Fields that an object names a second time, where JSON.parse would silently keep the last. */
  readonly repeatedFields: readonly JsonPath[];
}

/** The text is not JSON: what is wrong at `place`, while reading the part named by `path`. */
export class JsonFault extends Error {
  readonly place: Place;
  readonly path: JsonPath;

  constructor(problem: string, place: Place, path: JsonPath) {
    super(problem);
    this.name = 'JsonFault';
    this.place = place;
    this.path = path;
  }
}

/** Reads JSON strictly. @throws JsonFault at the first character that does not fit */
export function parsePositionedJson(text: string): PositionedJson {
  const reader: Reader = {
    text,
    offset: 0,
    path: [],
    valueOffsets: new Map(),
    nameOffsets: new Map(),
    repeated: [],
  };
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.offset < text.length) fail(reader, `There is ${here(reader)} after the end of the document.`);
  const placeAt = createPlaces(text);
  const place = (offsets: Map<string, number>, path: JsonPath): Place | undefined => {
    const offset = offsets.get(pathKey(path));
    return offset === undefined ? undefined : placeAt(offset);
  };
  return {
    value,
    placeOf: (path) => place(reader.valueOffsets, path),
    placeOfName: (path) => place(reader.nameOffsets, path),
    repeatedFields: reader.repeated,
  };
}

/** Finds line and column of an offset. A line ends with LF, CRLF or CR. */
export function createPlaces(text: string): (offset: number) => Place {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/gu), (end) => end.index + end[0].length)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

interface Reader {
  readonly text: string;
  offset: number;
  readonly path: PropertyKey[];
  readonly valueOffsets: Map<string, number>;
  readonly nameOffsets: Map<string, number>;
  readonly repeated: JsonPath[];
}

/** Deep enough for any honest file, shallow enough for the stack. */
const deepest = 50;

const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readValue(reader: Reader): unknown {
  skipSpace(reader);
  if (reader.path.length > deepest)
    fail(reader, `More than ${deepest} lists and objects stand in each other here.`);
  reader.valueOffsets.set(pathKey(reader.path), reader.offset);
  const next = reader.text[reader.offset];
  if (next === '{') return readObject(reader);
  if (next === '[') return readList(reader);
  if (next === '"') return readText(reader);
  return readNumberOrLiteral(reader);
}

function readObject(reader: Reader): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  readParts(reader, '}', () => {
    const nameOffset = reader.offset;
    if (reader.text[nameOffset] !== '"')
      fail(reader, `A field's name in double quotes is wanted here, not ${here(reader)}.`);
    const name = readText(reader);
    reader.path.push(name);
    if (fields.has(name)) reader.repeated.push([...reader.path]);
    reader.nameOffsets.set(pathKey(reader.path), nameOffset);
    skipSpace(reader);
    if (reader.text[reader.offset] !== ':') fail(reader, `A colon is wanted here, not ${here(reader)}.`);
    reader.offset += 1;
    fields.set(name, readValue(reader));
    reader.path.pop();
  });
  return Object.fromEntries(fields);
}

function readList(reader: Reader): unknown[] {
  const values: unknown[] = [];
  readParts(reader, ']', () => {
    reader.path.push(values.length);
    values.push(readValue(reader));
    reader.path.pop();
  });
  return values;
}

/** From the opening bracket to the closing one, with a comma between two parts. */
function readParts(reader: Reader, close: '}' | ']', readPart: () => void): void {
  const isClosed = () => {
    skipSpace(reader);
    return reader.text[reader.offset] === close;
  };
  reader.offset += 1;
  if (!isClosed()) {
    readPart();
    while (!isClosed()) {
      if (reader.text[reader.offset] !== ',')
        fail(reader, `A comma or "${close}" is wanted here, not ${here(reader)}.`);
      const comma = reader.offset;
      reader.offset += 1;
      if (isClosed()) fail(reader, `The comma before "${close}" is one too many.`, comma);
      readPart();
    }
  }
  reader.offset += 1;
}

function readText(reader: Reader): string {
  const start = reader.offset;
  reader.offset += 1;
  for (let letter = reader.text[reader.offset]; letter !== '"'; letter = reader.text[reader.offset]) {
    if (letter === undefined || letter === '\n' || letter === '\r')
      fail(reader, 'The text that begins here has no closing quote.', start);
    if (letter < ' ') fail(reader, 'A control character stands in a text; write it as \\u and four digits.');
    reader.offset += letter === '\\' ? escapeLength(reader) : 1;
  }
  reader.offset += 1;
  return String(JSON.parse(reader.text.slice(start, reader.offset)));
}

function escapeLength(reader: Reader): number {
  const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/uy;
  escape.lastIndex = reader.offset;
  const match = escape.exec(reader.text);
  if (!match) fail(reader, 'JSON does not know this backslash sequence; write \\\\ for a backslash itself.');
  return match[0].length;
}

function readNumberOrLiteral(reader: Reader): unknown {
  const word = /[^\s,:[\]{}"]*/uy;
  word.lastIndex = reader.offset;
  const written = word.exec(reader.text)?.[0] ?? '';
  const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(written);
  if (!isNumber && !literals.has(written)) fail(reader, `A value is wanted here, not ${here(reader)}.`);
  reader.offset += written.length;
  return isNumber ? Number(written) : literals.get(written);
}

function skipSpace(reader: Reader): void {
  const space = /[ \t\r\n]*/uy;
  space.lastIndex = reader.offset;
  reader.offset += space.exec(reader.text)?.[0].length ?? 0;
}

function here(reader: Reader): string {
  const code = reader.text.codePointAt(reader.offset);
  if (/^\/[/*]/u.test(reader.text.slice(reader.offset, reader.offset + 2)))
    return 'a comment, which JSON does not have';
  return code === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(code));
}

function fail(reader: Reader, problem: string, offset = reader.offset): never {
  throw new JsonFault(problem, createPlaces(reader.text)(offset), [...reader.path]);
}

function pathKey(path: JsonPath): string {
  return JSON.stringify(path.map(String));
}
