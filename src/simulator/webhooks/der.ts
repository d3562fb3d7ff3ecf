/** The pieces of DER (X.690) that a certificate is made of. */
export const der = {
  sequence: (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts),
  set: (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts),
  boolean: (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0)),
  nothing: (): Buffer => tagged(0x05),
  text: (value: string): Buffer => tagged(0x0c, Buffer.from(value, 'utf8')),
  octets: (value: Buffer): Buffer => tagged(0x04, value),
  integer,
  bits: (value: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.of(unused), value),
  time: (value: Date): Buffer => tagged(0x17, Buffer.from(toUtcTime(value))),
  objectId,
  /** A context tag around whole elements. */
  explicit: (number: number, ...parts: readonly Buffer[]): Buffer => tagged(0xa0 + number, ...parts),
  /** A context tag in place of an element's own. */
  implicit: (number: number, value: Buffer): Buffer => tagged(0x80 + number, value),
};

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), toLength(content.length), content]);
}

function toLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}

/** A whole number that is not negative, from its bytes; a leading zero keeps the sign. */
function integer(bytes: Buffer): Buffer {
  const first = bytes[0] ?? 0;
  return tagged(0x02, first >= 0x80 ? Buffer.of(0) : Buffer.alloc(0), bytes);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(toBase128)]));
}

function toBase128(value: number): readonly number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift((rest % 128) + 128);
  }
  return digits;
}

/** Two digits of the year: good until 2049. */
function toUtcTime(value: Date): string {
  return `${value.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`;
}
