import type { CertificateFault } from '../../src/paypal-webhooks/certificate-check.ts';
import type { ChainOfThree } from './chain-of-three.ts';
import { makeCertificate, makeCurveParty, makeParty } from './make-certificate.ts';

/** What is wrong, the PEM file, the fault it is refused for, and the roots where they are others than the chain's. */
export type BentChain = readonly [
  wrong: string,
  pem: () => string,
  fault: CertificateFault,
  roots?: () => readonly string[],
];

/** Chains that no webhook may be believed by, made at `now` for `host`, each wrong in one point. */
export function bentChains(host: string, now: number, chain: ChainOfThree): readonly BentChain[] {
  return [
    ...bentLeaves(host, now, chain),
    ...bentAuthorities(now, chain),
    ...bentRoots(now, chain),
    ...bentFiles(chain),
  ];
}

function bentLeaves(host: string, now: number, chain: ChainOfThree): readonly BentChain[] {
  const { leaf, rootPem, makeLeaf, makeMiddle } = chain;
  return [
    ['it is not in date yet', () => makeLeaf({ from: now + 1_000 }) + makeMiddle(), 'certificate_date'],
    ['its time is over', () => makeLeaf({ to: now - 1_000 }) + makeMiddle(), 'certificate_date'],
    ['another name is in it', () => makeLeaf({ hosts: ['evil.example'] }) + makeMiddle(), 'certificate_name'],
    [
      'its common name is another and it has no alternative',
      () => makeLeaf({ subject: { ...leaf, name: 'evil.example' }, hosts: [] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'it is for all hosts of PayPal',
      () => makeLeaf({ hosts: ['*.sandbox.paypal.com'] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'it is for a host under that name',
      () => makeLeaf({ hosts: [`x.${host}`] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'a zero byte ends the name early',
      () => makeLeaf({ hosts: [`${host}\0.evil.example`] }) + makeMiddle(),
      'certificate_name',
    ],
    ['it signed itself', () => makeLeaf({ issuer: leaf }), 'certificate_chain'],
    [
      'it signed itself, and the right chain follows',
      () => makeLeaf({ issuer: leaf }) + makeMiddle() + rootPem,
      'certificate_chain',
    ],
    ['it is an authority', () => makeLeaf({ isAuthority: true }) + makeMiddle(), 'certificate_kind'],
    [
      'its key is on a curve',
      () => makeLeaf({ subject: makeCurveParty(host) }) + makeMiddle(),
      'certificate_kind',
    ],
    [
      'its key is too short',
      () => makeLeaf({ subject: makeParty(host, 1_024) }) + makeMiddle(),
      'certificate_kind',
    ],
  ];
}

function bentAuthorities(now: number, chain: ChainOfThree): readonly BentChain[] {
  const { middle, stranger, dates, makeLeaf, makeMiddle } = chain;
  return [
    ['what leads to the root is missing', () => makeLeaf(), 'certificate_chain'],
    [
      'somebody else signed it in the name of the authority',
      () => makeLeaf({ signer: stranger }) + makeMiddle(),
      'certificate_chain',
    ],
    [
      'somebody else signed the authority in the name of the root',
      () => makeLeaf() + makeMiddle({ signer: stranger }),
      'certificate_chain',
    ],
    [
      'the one between is no authority',
      () => makeLeaf() + makeMiddle({ isAuthority: false }),
      'certificate_chain',
    ],
    [
      'the one between may not sign certificates',
      () => makeLeaf() + makeMiddle({ keyUsage: 0x80 }),
      'certificate_chain',
    ],
    [
      'the one between has the right key and another name',
      () => makeLeaf() + makeMiddle({ subject: { ...middle, name: 'Other' } }),
      'certificate_chain',
    ],
    [
      'the time of the one between is over',
      () => makeLeaf() + makeMiddle({ to: now - 1_000 }),
      'certificate_chain',
    ],
    [
      'the one between is not in date yet',
      () => makeLeaf() + makeMiddle({ from: now + 1_000 }),
      'certificate_chain',
    ],
    [
      'it brings its own root',
      () => {
        const own = {
          subject: { ...stranger, name: 'Root' },
          issuer: { ...stranger, name: 'Root' },
          isAuthority: true,
          ...dates,
        };
        return makeLeaf() + makeMiddle({ signer: stranger }) + makeCertificate(own);
      },
      'certificate_chain',
    ],
    [
      'the key of the one between is too short',
      () => {
        const short = makeParty('Middle', 1_024);
        return makeLeaf({ issuer: short }) + makeMiddle({ subject: short });
      },
      'certificate_chain',
    ],
  ];
}

function bentRoots(now: number, chain: ChainOfThree): readonly BentChain[] {
  const { root, dates, rootPem, makeLeaf, makeMiddle } = chain;
  return [
    [
      'the time of the root is over',
      () => makeLeaf() + makeMiddle(),
      'certificate_chain',
      () => [
        makeCertificate({
          subject: root,
          issuer: root,
          isAuthority: true,
          from: now - 2_000,
          to: now - 1_000,
        }),
      ],
    ],
    [
      'the root is no authority',
      () => makeLeaf() + makeMiddle(),
      'certificate_chain',
      () => [makeCertificate({ subject: root, issuer: root, ...dates })],
    ],
    ['there is no root', () => makeLeaf() + makeMiddle() + rootPem, 'certificate_chain', () => []],
  ];
}

function bentFiles({ leaf, makeLeaf, makeMiddle }: ChainOfThree): readonly BentChain[] {
  return [
    ['it comes after its authority', () => makeMiddle() + makeLeaf(), 'certificate_name'],
    ['it is no certificate', () => '<!doctype html><p>Sorry</p>', 'certificate_malformed'],
    ['there is nothing', () => '', 'certificate_malformed'],
    [
      'it is a key',
      () => leaf.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      'certificate_malformed',
    ],
    ['it is damaged', () => makeLeaf().replace(/MII.{40}/u, 'MIIB') + makeMiddle(), 'certificate_malformed'],
    [
      'there are only beginnings',
      () => '-----BEGIN CERTIFICATE-----\n'.repeat(2_000),
      'certificate_malformed',
    ],
    ['it is the first of seven', () => makeLeaf() + makeMiddle().repeat(6), 'certificate_malformed'],
  ];
}
