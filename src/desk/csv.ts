import { printableLine } from '../words/printable.ts';

/**
 * One line of a file for spreadsheets, by RFC 4180. A cell that a spreadsheet would take for a formula has an apostrophe
 * in front, which it shows as text: whatever stands before the sign (spaces, marks without a shape), and also for the
 * wide forms of the signs. A cell is one line, without characters that move a cursor.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

const formula =
  /^[\s\p{C}\p{M}\p{Z}]*[=+\-@\u2212\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20|%]|^[\t\r\n]/u;

function toCell(text: string): string {
  const plain = printableLine(text.replaceAll('\t', ' '));
  const harmless = formula.test(text) || formula.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
