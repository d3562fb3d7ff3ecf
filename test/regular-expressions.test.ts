import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isSafe } from 'redos-detector';
import { findRegexLiterals } from './regex-literals.ts';

/** No text can be tried in more ways than this, however it begins. */
const mostWays = 200;

/**
 * What the check cannot clear, since a part of it may begin at any place of a text. Each is tried here with the worst
 * text of the greatest length that can reach it; one that backtracked without bound would not come back.
 */
const tried: Readonly<Record<string, readonly [reach: string, worst: string]>> = {
  'src/bot-framework/connector.ts /\\/+$/': ['the path of a service URL', `${'/'.repeat(2_048)}x`],
  'src/bot/message-text.ts /<at(?:\\s[^<>]{0,200})?>([^<>]{0,256})<\\/at>/': [
    'a message of 28,000 characters',
    `${'<at '.repeat(100)}${`<at ${' '.repeat(200)}>${'a'.repeat(256)}<`.repeat(58)}`,
  ],
  'src/paypal/http-call.ts /\\/+$/': ['the path of our own setting', `${'/'.repeat(2_048)}x`],
  'src/paypal-webhooks/certificate-check.ts /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----/':
    [
      'a file of 64 KB from PayPal’s hosts',
      `-----BEGIN CERTIFICATE-----${'A'.repeat(32_768)}${'-----BEGIN CERTIFICATE-----AAAAA'.repeat(1_024)}`,
    ],
  'src/simulator/orders/order-request.ts /^(-?\\d+|-?\\d*\\.\\d+)$/': [
    'the body of a request',
    `${'1'.repeat(32)}x`,
  ],
  'src/simulator/orders/representation.ts /(^|,)\\s*return=representation\\s*(,|$)/': [
    'a header of 16 KB',
    ', '.repeat(4_096) + ' '.repeat(8_192),
  ],
  'src/simulator/request-guards.ts /:\\d+$/': [
    'a header of 16 KB',
    `${':1'.repeat(4_096)}${'1'.repeat(8_192)}x`,
  ],
};

/** What is put together at run time from our own words and settings, at its longest. */
const madeWhileRunning: Readonly<Record<string, string>> = {
  'src/round-trip/magic-number.ts': '^\\d{10}$',
  'src/simulator/routes.ts': '^/v2/payments/authorizations/([^/]+)/reauthorize$',
};

describe('every regular expression of ours', () => {
  const files = ['src', 'public'].flatMap((folder) => filesIn(folder, /\.(?:ts|js)$/u));

  for (const file of files) {
    const literals = findRegexLiterals(readFileSync(file, 'utf8'));
    if (literals.length === 0) continue;
    it(`is safe from catastrophic backtracking: ${literals.length} in ${file}`, () => {
      const bad = literals.filter(
        ({ source, flags }) => tried[`${file} /${source}/`] === undefined && !isHarmless(source, flags),
      );
      expect(bad.map(({ line, source }) => `${file}:${line} /${source}/`).join('\n')).to.equal('');
    });
  }

  for (const [name, [reach, worst]] of Object.entries(tried))
    it(`comes back from the worst text: ${name}, which ${reach} can reach`, () => {
      const [file = ''] = name.split(' ', 1);
      const found = findRegexLiterals(readFileSync(file, 'utf8')).find(
        ({ source }) => name === `${file} /${source}/`,
      );
      if (found === undefined) throw new Error(`${name} is not there any more.`);
      expect(new RegExp(found.source, found.flags).test(worst)).to.be.a('boolean');
    });

  it('is written as a literal, or checked as it is put together', () => {
    const made = files.filter((file) => /\bRegExp\(/u.test(readFileSync(file, 'utf8')));
    expect(made.toSorted()).to.deep.equal(Object.keys(madeWhileRunning).toSorted());
    for (const source of Object.values(madeWhileRunning))
      expect(isHarmless(source, ''), source).to.equal(true);
  });

  it('is in no template: neither scripts, nor patterns of inputs, nor nunjucks’ own', () => {
    const regexes = /<script|\bpattern=|\br\/\S/u;
    const templates = filesIn('templates', /\.njk$/u);
    expect(templates).to.have.length.greaterThan(10);
    expect(templates.filter((file) => regexes.test(readFileSync(file, 'utf8')))).to.deep.equal([]);
  });
});

describe('the check of regular expressions', () => {
  it('finds each one, also beside divisions, in comments, strings and template strings', () => {
    const code = [
      'const half = total / 2 / count; // no /comment/u',
      'const first = /a+\\/[/]b/gu.test(text) ? (one) / two : `${three / /c/u.exec(`${/d/.source}`)} /no/`;',
      "const second = '/no/'; if (!/e/i.test(x)) y = [/f/];",
    ];
    const found = findRegexLiterals(code.join('\n'));
    expect(found.map(({ source }) => source)).to.deep.equal(['a+\\/[/]b', 'c', 'd', 'e', 'f']);
    expect(found.map(({ line }) => line)).to.deep.equal([2, 2, 2, 3, 3]);
    expect(found[0]?.flags).to.equal('gu');
  });

  for (const bad of ['^(a+)+$', '^(?:a|a)*$', '^(\\w+\\s?)*$', '^([\\w.-]+)*@', 'x*x*x*x*$'])
    it(`calls /${bad}/ unsafe`, () => {
      expect(isHarmless(bad, 'u')).to.equal(false);
    });

  for (const good of ['^[A-Z0-9]{1,36}$', '^(?:[\\w-]+\\.)*paypal\\.com$'])
    it(`calls /${good}/ safe`, () => {
      expect(isHarmless(good, 'u')).to.equal(true);
    });
});

function isHarmless(source: string, flags: string): boolean {
  return isSafe(new RegExp(source, knownFlags(source, flags)), { maxScore: mostWays, timeout: 20_000 }).safe;
}

/** The checker knows `i` and `u`, but not both at once. */
function knownFlags(source: string, flags: string): string {
  if (!flags.includes('i') || !flags.includes('u')) return flags;
  return flags.replace(/\\p\{|\\u\{/u.test(source) ? 'i' : 'u', '');
}

function filesIn(folder: string, names: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => names.test(name))
    .map((name) => join(folder, name));
}
