import type { KeyUses } from '../checkout/desk-ports.ts';
import type { LogFields } from '../checkout/ports.ts';
import { counted } from '../words/counted.ts';
import type { KeyRing, KeyUse } from '../round-trip/keys.ts';

interface KeyWatchOptions {
  readonly keys: KeyRing;
  readonly countKeyUses: () => Promise<readonly KeyUses[]>;
  readonly log: (event: string, fields: LogFields) => void;
}

/** Knows which of KEYS purchases under way still need, and which may be taken out. */
export interface KeyWatch {
  /** A sentence for each key behind the first, and for what is missing; the log hears of what is new since the last look. */
  look(): Promise<readonly string[]>;
}

export function createKeyWatch({ keys, countKeyUses, log }: KeyWatchOptions): KeyWatch {
  let known: ReadonlySet<string> = new Set();
  return {
    look: async () => {
      const found = describeKeys(keys, await countKeyUses());
      const news = found.filter(({ event, fields }) => !known.has(nameOf(event, fields)));
      for (const { event, fields } of news) log(event, fields);
      known = new Set(found.map(({ event, fields }) => nameOf(event, fields)));
      return found.map(({ sentence }) => sentence);
    },
  };
}

/** How many purchases need it is told once, and not at each change. */
function nameOf(event: string, { place }: LogFields): string {
  return `${event} ${place}`;
}

interface KeyNews {
  readonly event: 'key_needed' | 'key_not_needed' | 'key_gone';
  readonly fields: LogFields;
  readonly sentence: string;
}

type Needs = Readonly<Record<KeyUses['what'], number>>;

const usedFor = {
  links: 'link',
  numbers: 'number-seal',
  orders: 'return-nonce',
  payers: 'payer-seal',
} as const satisfies Record<KeyUses['what'], KeyUse>;

/** The id in the log is that of the key's links: it stands in the head of each, and betrays nothing. */
function describeKeys(keys: KeyRing, uses: readonly KeyUses[]): readonly KeyNews[] {
  const [{ id: first }, ...others] = keys('link');
  const older = others.map(({ id }, index): KeyNews => {
    const place = index + 2;
    // A key that stands in the list twice is kept by its first place.
    const needs = id === first ? none : countNeeds(uses, (use) => isUnder(keys, use, index + 1));
    const name = `${toOrdinal(place)} of KEYS (${id})`;
    return isNone(needs)
      ? {
          event: 'key_not_needed',
          fields: { place, id },
          sentence: `${name}: nothing needs it any more, it may be taken out`,
        }
      : {
          event: 'key_needed',
          fields: { place, id, ...needs },
          sentence: `${name}: still needed by ${toWords(needs)}`,
        };
  });
  const gone = countNeeds(uses, (use) => use.keyId !== '' && !isKnown(keys, use));
  if (isNone(gone)) return older;
  const sentence = `A key that is no more in KEYS: still needed by ${toWords(gone)}. Put it back behind the first, or ${toLoss(gone)}`;
  return [...older, { event: 'key_gone', fields: { ...gone, level: 'error' }, sentence }];
}

const none: Needs = { links: 0, numbers: 0, orders: 0, payers: 0 };

function isNone({ links, numbers, orders, payers }: Needs): boolean {
  return links + numbers + orders + payers === 0;
}

function countNeeds(uses: readonly KeyUses[], isMeant: (use: KeyUses) => boolean): Needs {
  const needs = { ...none };
  for (const { what, count } of uses.filter((use) => isMeant(use))) needs[what] += count;
  return needs;
}

/** Where nobody wrote down which key it was, each older one may be the one. */
function isUnder(keys: KeyRing, { what, keyId }: KeyUses, index: number): boolean {
  return keyId === '' || keys(usedFor[what])[index]?.id === keyId;
}

function isKnown(keys: KeyRing, { what, keyId }: KeyUses): boolean {
  return keys(usedFor[what]).some(({ id }) => id === keyId);
}

function toWords({ links, numbers, orders, payers }: Needs): string {
  const parts = [
    toCount(links, 'link'),
    toCount(numbers, 'number'),
    toCount(orders, 'order without an answer', 'orders without an answer'),
    toCount(payers, 'payer'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What comes of it where the key does not come back. */
function toLoss({ payers, ...underWay }: Needs): string {
  const { links, numbers, orders } = underWay;
  const ended = links + numbers + orders;
  const parts = [
    ended === 0
      ? ''
      : ended === 1
        ? 'it is over and a new one is made'
        : 'they are over and new ones are made',
    payers === 0 ? '' : payers === 1 ? 'that payer cannot be read' : 'those payers cannot be read',
  ];
  return parts.filter((part) => part !== '').join(', and ');
}

function toCount(count: number, one: string, many?: string): string {
  return count === 0 ? '' : counted(count, one, many);
}

function toOrdinal(place: number): string {
  const ends: Readonly<Record<number, string>> = { 2: '2nd', 3: '3rd' };
  return ends[place] ?? `${place}th`;
}
