/**
 * Text of ours that holds words of others, for a terminal or a log: nothing in it moves the cursor, changes colours or
 * turns its neighbours round. Its lines and columns stay.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, '');
}

/** The same as one line. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/[\r\n\u2028\u2029]+/gu, ' '));
}

/** JSON in one line, read as the same value: what must not be printed stands in it by its number. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    unprintable,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const unprintable =
  /(?![\n\t])\p{Cc}|[\p{Bidi_Control}\p{Cs}\u00AD\u200B\u2028\u2029\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB]/gu;
