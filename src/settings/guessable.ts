/**
 * True for a secret that was typed, counted or repeated instead of drawn: a good draw of 32 bytes is called guessable
 * less often than once in 10^9. `text` is the secret as it was configured, in base64 or hexadecimal.
 */
export function isGuessable(text: string): boolean {
  if (isHex(text)) return isPoor(Buffer.from(text, 'hex'));
  const bytes = Buffer.from(text, 'base64');
  const inner = bytes.toString('latin1').trim();
  if (isPrintable(bytes)) return !isHex(inner) || isPoor(Buffer.from(inner, 'hex'));
  // A sentence without spaces is base64 by its letters, and its bytes look drawn.
  return !/[A-Z]/u.test(text) || !/[a-z]/u.test(text) || isPoor(bytes);
}

function isHex(text: string): boolean {
  return text.length >= 64 && (/^[\da-f]+$/u.test(text) || /^[\dA-F]+$/u.test(text));
}

const fewest = 16;

/** All the same, few of them, counted up or down, or one piece over and over. */
function isPoor(bytes: Uint8Array): boolean {
  const steps = bytes.slice(1).map((byte, index) => byte - (bytes[index] ?? 0));
  return new Set(bytes).size < fewest || new Set(steps).size < fewest || isRepeated(bytes);
}

function isRepeated(bytes: Uint8Array): boolean {
  const lengths = Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => index + 1);
  return lengths.some((length) => bytes.slice(length).every((byte, index) => byte === bytes[index]));
}

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d);
}
