import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { captureIssues, classifyCapture } from '../../src/paypal/capture-issues.ts';

const rowSchema = z.object({ op: z.string(), status: z.number(), issue: z.string() });
const catalogue = z
  .array(rowSchema)
  .parse(JSON.parse(readFileSync(new URL('error-catalogue.json', import.meta.url), 'utf8')));
const known = new Set(
  catalogue.filter(({ op, status }) => op.startsWith('orders.') && status === 422).map(({ issue }) => issue),
);

describe("the meaning of PayPal's refusals of a capture", () => {
  for (const [kind, issues] of Object.entries(captureIssues)) {
    for (const issue of issues) {
      it(`is ${kind} for ${issue}`, () => {
        expect(classifyCapture(422, [issue], 'UNPROCESSABLE_ENTITY')).to.deep.equal({ kind, issue });
        expect(classifyCapture(422, ['SOMETHING_NEW', issue], undefined)).to.deep.equal({ kind, issue });
      });
    }
  }

  it("is taken from PayPal's catalogue, each issue once", () => {
    const named = Object.values(captureIssues).flat();
    expect(named.filter((issue) => !known.has(issue))).to.deep.equal([]);
    expect(new Set(named)).to.have.property('size', named.length);
  });

  it('is a refusal for good for every other issue', () => {
    const named = new Set<string>(Object.values(captureIssues).flat());
    const others = [...known].filter((issue) => !named.has(issue));
    expect(others).to.include.members(['DUPLICATE_INVOICE_ID', 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED']);
    for (const issue of others)
      expect(classifyCapture(422, [issue], 'X')).to.deep.equal({ kind: 'refused', issue });
  });

  it('is a refusal for good with another status than 422, and has a name in any case', () => {
    expect(classifyCapture(403, ['INSTRUMENT_DECLINED'], 'X').kind).to.equal('refused');
    expect(classifyCapture(403, [], 'NOT_AUTHORIZED')).to.deep.equal({
      kind: 'refused',
      issue: 'NOT_AUTHORIZED',
    });
    expect(classifyCapture(400, [], undefined)).to.deep.equal({ kind: 'refused', issue: '400' });
  });
});
