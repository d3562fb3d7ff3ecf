import { expect } from 'chai';
import { csvLine } from '../../src/desk/csv.ts';

describe('a line of a file for spreadsheets', () => {
  const cells: Readonly<Record<string, readonly [cell: string, written: string]>> = {
    'a plain text': ['1 Main St', '1 Main St'],
    nothing: ['', ''],
    'a comma': ['Flat 2, left', '"Flat 2, left"'],
    quotes: ['Jo "Bo" Doe', '"Jo ""Bo"" Doe"'],
    'two lines': ['one\r\ntwo', 'one two'],
    'spaces around': [' Jo ', '" Jo "'],
    'letters from right to left': ['דוד\u202E כהן', 'דוד כהן'],
    'control characters': ['\u001B[31mRed\u0000', '[31mRed'],
    HTML: ['<b>Town</b>', '<b>Town</b>'],
    'a sign inside': ['a=b', 'a=b'],
    'a sum': ['59.26', '59.26'],
  };
  for (const [what, [cell, written]] of Object.entries(cells))
    it(`holds ${what} as RFC 4180 says`, () => {
      expect(csvLine([cell, 'x'])).to.equal(`${written},x\r\n`);
    });

  for (const sign of ['=', '+', '-', '@', '＝', '＋', '－', '＠', '−', '﹣', '|', '%'])
    for (const before of [
      '',
      ' ',
      '\t',
      '\r',
      '\n',
      '\u00A0',
      '\u200B',
      '\u202E',
      '\u0000',
      '\u0301',
      '\uFEFF',
    ])
      it(`makes no formula of ${JSON.stringify(`${before}${sign}1`)}`, () => {
        const line = csvLine([`${before}${sign}cmd`]);
        expect(line).to.match(/^(?:'|"')/u);
        expect(line.replace(/^"?'/u, '')).to.include(`${sign}cmd`);
      });

  for (const [name, lead] of [
    ['tab', '\t'],
    ['carriage return', '\r'],
    ['line feed', '\n'],
  ] as const)
    it(`lets no cell begin with a ${name}`, () => {
      expect(csvLine([`${lead}Jo`])).to.match(/^"?' ?Jo/u);
    });
});
