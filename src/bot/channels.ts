import type { Format } from '../words/as-text.ts';

/** What a channel can do. A channel that is not listed gets plain text: it works everywhere. */
export interface Channel {
  /** Rich cards with pictures and buttons. */
  readonly cards: boolean;
  /** A sent message can be changed in place. */
  readonly edits: boolean;
  /** The bot can open a personal conversation with a member of a group. */
  readonly personal: boolean;
  /** How it reads messages without a card. */
  readonly format: Format;
  /** How it reads the text of a card. */
  readonly cardText: Format;
  /** How it reads a card's title and a receipt's rows: Web Chat draws them like any other text. */
  readonly cardTitle: Format;
}

const plain = { format: 'plain', cardText: 'plain', cardTitle: 'plain' } as const;
const markdown = { format: 'markdown', cardText: 'markdown', cardTitle: 'markdown' } as const;
const slack = { format: 'slack', cardText: 'slack', cardTitle: 'slack' } as const;
const rich = { cards: true, edits: false, personal: false, ...markdown } as const;
const text = { cards: false, edits: false, personal: false, ...plain } as const;

const channels: Readonly<Record<string, Channel>> = {
  msteams: { ...rich, edits: true, personal: true, cardText: 'xml', cardTitle: 'plain' },
  directline: { ...rich, edits: true },
  webchat: { ...rich },
  emulator: { ...rich, edits: true },
  slack: { ...rich, ...slack },
  facebook: { ...rich, ...plain },
  telegram: { ...rich },
  line: { ...rich, ...plain },
  skype: { ...rich },
  sms: { ...text },
  email: { ...text },
};

export function channelOf(channelId: string | undefined): Channel {
  const known = Object.hasOwn(channels, channelId ?? '') ? channels[channelId ?? ''] : undefined;
  return known ?? text;
}
