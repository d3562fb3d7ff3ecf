import { expect } from 'chai';
import { JsonFault, parsePositionedJson } from '../../src/settings/positioned-json.ts';

function faultOf(text: string): JsonFault {
  try {
    parsePositionedJson(text);
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
  throw new Error(`${text} was taken without a fault.`);
}

describe('JSON with positions', () => {
  it('reads what JSON.parse reads', () => {
    const texts = [
      '{}',
      '[]',
      ' [ 1 , -0.5e+3 , 0, 1E2 ] ',
      '{"a":{"b":[true,false,null,"x"]},"":0}',
      String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83c\udf75"`,
      '"é🍵\u2028"',
      '{"__proto__":{"polluted":true},"constructor":1}',
      '7',
    ];
    for (const text of texts) expect(parsePositionedJson(text).value, text).to.deep.equal(JSON.parse(text));
    expect({}).not.to.have.property('polluted');
  });

  it('refuses what JSON.parse refuses', () => {
    const texts = [
      '',
      ' ',
      '{',
      '[',
      '[1',
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "{'a':1}",
      '{"a" 1}',
      '{"a":}',
      '01',
      '1.',
      '.5',
      '+1',
      '-',
      '1e',
      'NaN',
      'undefined',
      'True',
      'truefalse',
      '"',
      '"\\x"',
      '"\\u12"',
      '"a\nb"',
      '"\t"',
      '[1 2]',
      '{}{}',
      '[]]',
      '// x\n1',
      '[1 /* x */]',
      '\u00A01',
      '\uFEFF1',
      'toString',
      'constructor',
    ];
    for (const text of texts) {
      expect(() => JSON.parse(text), text).to.throw(SyntaxError);
      expect(faultOf(text), text).to.be.instanceOf(JsonFault);
    }
  });

  it('knows where values and names stand, with every kind of line end', () => {
    const json = parsePositionedJson('{\r\n "a": [1,\r  {"b": 2}\n] }');
    expect(json.placeOf([])).to.deep.equal({ line: 1, column: 1 });
    expect(json.placeOf(['a'])).to.deep.equal({ line: 2, column: 7 });
    expect(json.placeOfName(['a'])).to.deep.equal({ line: 2, column: 2 });
    expect(json.placeOf(['a', 1, 'b'])).to.deep.equal({ line: 3, column: 9 });
    expect(json.placeOf(['c'])).to.equal(undefined);
  });

  it('names a fault’s place, the part around it, and what is wanted', () => {
    const table: [string, number, number, string, RegExp][] = [
      ['{\n  "a": 1,\n}', 2, 9, '', /one too many/u],
      ['{"a": {"b": tru}}', 1, 13, 'a.b', /A value is wanted here, not "t"/u],
      ['[1,\n"x]', 2, 1, '1', /no closing quote/u],
      ["{'a': 1}", 1, 2, '', /double quotes/u],
      ['{"a" = 1}', 1, 6, 'a', /A colon is wanted here, not "="/u],
      ['{"a": 1 // one\n}', 1, 9, '', /a comment, which JSON does not have/u],
      ['{"a": "\\d"}', 1, 8, 'a', /backslash/u],
      ['[1] x', 1, 5, '', /after the end/u],
      ['{"a":', 1, 6, 'a', /the end of the file/u],
    ];
    for (const [text, line, column, path, problem] of table) {
      const fault = faultOf(text);
      expect(fault.place, text).to.deep.equal({ line, column });
      expect(fault.path.join('.'), text).to.equal(path);
      expect(fault.message).to.match(problem);
    }
  });

  it('lists fields that stand twice', () => {
    expect(parsePositionedJson('{"a":1,"b":{"c":1,"c":2},"a":3}').repeatedFields).to.deep.equal([
      ['b', 'c'],
      ['a'],
    ]);
  });

  it('refuses a document nested deeper than any honest one, without falling over', () => {
    expect(faultOf('['.repeat(100_000)).message).to.contain('More than 50');
    expect(faultOf('{"a":'.repeat(100_000)).message).to.contain('More than 50');
  });

  it('reads a long text without a deep stack', () => {
    const long = 'x'.repeat(900_000);
    expect(parsePositionedJson(`"${long}"`).value).to.equal(long);
  });
});
