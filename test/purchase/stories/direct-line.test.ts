import { expect } from 'chai';
import {
  ConnectionStatus,
  createDirectLine,
  type DirectLineClient,
} from '../../local-channel/direct-line-client.ts';
import { drawToken } from '../../local-channel/direct-line-over-http.ts';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

describe('a purchase over Direct Line, without a page', () => {
  let program: Program;
  before(async () => {
    program = await startProgram();
  });
  after(() => program.remove());

  for (const webSocket of [true, false]) {
    it(`goes from the first word to the receipt ${webSocket ? 'on a stream' : 'by polling'}`, async () => {
      const paidBefore = (await readLedger(program.simulatorUrl)).captures.length;
      const { token } = await drawToken(program.url);
      const line = createDirectLine({
        token,
        domain: `${program.url}/v3/directline`,
        webSocket,
        pollingInterval: 200,
      });
      const client = follow(line);
      try {
        await client.says('add 2 sencha');
        await client.sees(/Added 2 × Spring Sencha/u);
        await client.says('checkout');
        const card = await client.sees(/Link ready/u);
        const link = /"openUrl"[^}]*?"value":"([^"]+)"/u.exec(card)?.[1] ?? '';
        const page = await payWith(createShopper(), link);
        expect(page.kind).to.equal('number');
        await client.sees(/Your payment of €29.00 arrived/u);
        await client.sees(/Paid, waiting for your number/u);
        await client.says(numberOn(page.html));
        await client.sees(/Your payment of €29.00 is confirmed/u);
        const receipt = await client.sees(/vnd.microsoft.card.receipt/u);
        expect(receipt).to.include('2 × Spring Sencha').and.to.include('€29.00');
        await client.sees(/Done. Thank you!/u);
        for (const once of [/arrived/u, /is confirmed/u, /card.receipt/u])
          expect(
            client.seen().filter((said) => once.test(said)),
            String(once),
          ).to.have.length(1);
      } finally {
        line.end();
      }
      const { captures } = await readLedger(program.simulatorUrl);
      expect(captures).to.have.length(paidBefore + 1);
    });
  }
});

/** What the client shows, and words said through it. */
function follow(line: DirectLineClient) {
  const seen: string[] = [];
  const watchers = new Set<() => void>();
  line.activity$.subscribe(
    (activity) => {
      seen.push(JSON.stringify(activity));
      for (const watch of watchers) watch();
      watchers.clear();
    },
    () => undefined,
  );
  return {
    seen: (): readonly string[] => seen,
    says: (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        line.postActivity({ type: 'message', from: { id: 'anybody' }, text }).subscribe(resolve, reject);
      }),
    sees: async (text: RegExp): Promise<string> => {
      for (;;) {
        const found = seen.find((said) => text.test(said));
        if (found !== undefined) return found;
        const status = line.connectionStatus$.getValue();
        if (status === ConnectionStatus.FailedToConnect || status === ConnectionStatus.ExpiredToken)
          throw new Error('The line is dead.');
        await new Promise<void>((resolve) => watchers.add(resolve));
      }
    },
  };
}
