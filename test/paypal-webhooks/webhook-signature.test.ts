import { expect } from 'chai';
import { webhookPins } from '../../src/paypal-webhooks/webhook-pins.ts';
import {
  createWebhookVerifier,
  type WebhookVerdict,
  type WebhookVerifierOptions,
} from '../../src/paypal-webhooks/webhook-signature.ts';
import { bends, headersWith } from './bent-deliveries.ts';
import { collectLog } from '../paypal/local-server.ts';
import { type Delivery, digiCertRoot, genuineDeliveries, type GenuineDelivery } from './signed-delivery.ts';

const dates: Readonly<Record<string, string>> = {
  'node-test-sale-2015': '2015-05-18T15:45:20Z',
  'java-test-plan-2017': '2017-03-30T20:04:20Z',
};

describe('the signature of a webhook', () => {
  const asked: string[] = [];
  const { lines, log } = collectLog();

  beforeEach(() => {
    asked.length = 0;
    lines.length = 0;
  });

  async function verify(
    genuine: GenuineDelivery,
    bend: (delivery: Delivery) => Delivery = (delivery) => delivery,
    options: Partial<WebhookVerifierOptions> = {},
  ): Promise<WebhookVerdict> {
    const verifier = createWebhookVerifier({
      ...webhookPins('sandbox', 'https://api-m.sandbox.paypal.com'),
      webhookIds: [genuine.webhookId],
      trustRoots: [digiCertRoot],
      clock: () => Date.parse(dates[genuine.name] ?? ''),
      fetchCertificate: async (url) => {
        asked.push(url);
        return genuine.certificate;
      },
      log,
      ...options,
    });
    const { headers, body } = bend(genuine);
    return verifier.verify(headers, body);
  }

  for (const genuine of genuineDeliveries) {
    describe(`of a genuine delivery, ${genuine.name},`, () => {
      it('is valid', async () => {
        expect(await verify(genuine)).to.equal('valid');
        expect(lines).to.deep.equal([
          {
            event: 'paypal_webhook_verified',
            transmissionId: genuine.headers['paypal-transmission-id'],
            outcome: 'valid',
          },
        ]);
      });

      it('is valid by the roots that Node knows and the issuer that ships with the program, also without the issuer beside it', async () => {
        const fetchCertificate = async () =>
          genuine.certificate.split(/(?<=-----END CERTIFICATE-----)/u)[0] ?? '';
        expect(await verify(genuine, undefined, { trustRoots: undefined, fetchCertificate })).to.equal(
          'valid',
        );
      });

      it('is valid for one of several webhooks of ours', async () => {
        expect(await verify(genuine, undefined, { webhookIds: ['1AB', genuine.webhookId] })).to.equal(
          'valid',
        );
      });

      it('is valid at any time in which its certificate is', async () => {
        const late = Date.parse(dates[genuine.name] ?? '') + 400 * 86_400_000;
        expect(await verify(genuine, undefined, { clock: () => late })).to.equal('valid');
      });

      it('is not valid for another webhook, or for none', async () => {
        for (const webhookIds of [['8PT597110X687430LKGECATA'], [genuine.webhookId.toLowerCase()], ['']]) {
          expect(await verify(genuine, undefined, { webhookIds })).to.deep.equal({ invalid: 'signature' });
        }
        expect(await verify(genuine, undefined, { webhookIds: [] })).to.deep.equal({ invalid: 'signature' });
      });

      for (const [name, [bend, reason]] of Object.entries(bends)) {
        it(`is not valid with ${name}`, async () => {
          expect(await verify(genuine, bend)).to.deep.equal({ invalid: reason });
          expect(lines.map(({ outcome, reason: logged }) => [outcome, logged])).to.deep.equal([
            ['invalid', reason],
          ]);
          if (reason !== 'signature') expect(asked).to.deep.equal([]);
        });
      }

      for (const header of Object.keys(genuine.headers)) {
        it(`is not valid without ${header}`, async () => {
          const verdict = await verify(genuine, headersWith({ [header]: undefined }));
          expect(verdict)
            .to.have.property('invalid')
            .that.matches(/^header_/u);
          expect(asked).to.deep.equal([]);
        });
      }

      it('is not valid before or after the dates of its certificate', async () => {
        for (const clock of [() => Date.parse('2014-01-01'), () => Date.parse('2026-01-01')]) {
          expect(await verify(genuine, undefined, { clock })).to.deep.equal({ invalid: 'certificate_date' });
        }
      });

      it('is not valid for a certificate of the other environment', async () => {
        const certificateName = 'messageverificationcerts.paypal.com';
        expect(await verify(genuine, undefined, { certificateName })).to.deep.equal({
          invalid: 'certificate_name',
        });
        expect(await verify(genuine, undefined, { certificateName: [] })).to.deep.equal({
          invalid: 'certificate_name',
        });
      });

      it('is not valid without the root, and without what leads to it', async () => {
        const other = genuineDeliveries[0]?.certificate ?? '';
        expect(await verify(genuine, undefined, { trustRoots: [] })).to.deep.equal({
          invalid: 'certificate_chain',
        });
        // The certificate itself is no root, even where somebody lists it as one.
        expect(await verify(genuine, undefined, { trustRoots: [other] })).to.deep.equal({
          invalid: 'certificate_chain',
        });
        const alone = genuine.certificate.split('-----END CERTIFICATE-----')[0] ?? '';
        const fetchCertificate = async () => `${alone}-----END CERTIFICATE-----\n`;
        expect(await verify(genuine, undefined, { fetchCertificate })).to.deep.equal({
          invalid: 'certificate_chain',
        });
      });
    });
  }

  it('is not valid with the certificate of another year', async () => {
    const [first, second] = genuineDeliveries;
    if (first === undefined || second === undefined) throw new Error('two are needed');
    const fetchCertificate = async () => second.certificate;
    const clock = () => Date.parse('2017-03-01');
    expect(await verify(first, undefined, { fetchCertificate, clock })).to.deep.equal({
      invalid: 'signature',
    });
  });
});
