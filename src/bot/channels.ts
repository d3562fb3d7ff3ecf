import type { Format } from '../words/as-text.ts';

/** What a channel can do. A channel that is not listed gets plain text: it works everywhere. */
export interface Channel {
  /** Rich cards with pictures and buttons. */
  readonly cards: boolean;
  /** A sent message can be changed in place. */
  readonly edits: boolean;
  /** The bot can open a personal conversation with a member of a group. */
  readonly personal: boolean;
  /** The carrier keeps words like "cancel" and "help" for itself. */
  readonly carrierTakesWords: boolean;
  /** How it reads messages without a card. */
  readonly format: Format;
  /** How it reads the text of a card. */
  readonly cardText: Format;
  /** How it reads a card's title and a receipt's rows: Web Chat draws them like any other text. */
  readonly cardTitle: Format;
  /** A card's text is shown; elsewhere the words stand beside the card. */
  readonly showsCardText: boolean;
  readonly most: Sizes;
}

/** What a channel takes: it refuses a message that is larger, or cuts it. */
export interface Sizes {
  /** Cards in one message. */
  readonly cards: number;
  /** Buttons on one card. */
  readonly buttons: number;
  /** Quick replies below one message. */
  readonly replies: number;
  /** Characters of a button's title. */
  readonly buttonTitle: number;
  /** Characters of a message's text. */
  readonly text: number;
  /** Bytes of a whole message. */
  readonly bytes: number;
}

const plain = { format: 'plain', cardText: 'plain', cardTitle: 'plain' } as const;
const markdown = { format: 'markdown', cardText: 'markdown', cardTitle: 'markdown' } as const;
const slack = { format: 'slack', cardText: 'slack', cardTitle: 'slack' } as const;
const sizes: Sizes = { cards: 10, buttons: 6, replies: 10, buttonTitle: 60, text: 4_000, bytes: 256 * 1024 };
/** Of Facebook's Messenger; LINE's button templates are alike. */
const small: Sizes = { ...sizes, buttons: 3, buttonTitle: 20, text: 2_000 };
const rich = {
  cards: true,
  edits: false,
  personal: false,
  carrierTakesWords: false,
  showsCardText: true,
  most: sizes,
  ...markdown,
} as const;
/** One that nobody knows is most often a telephone's. Twilio, behind most of them, takes 1,600 characters. */
const text = {
  ...rich,
  ...plain,
  cards: false,
  carrierTakesWords: true,
  most: { ...sizes, text: 1_600 },
} as const;

const channels: Readonly<Record<string, Channel>> = {
  msteams: {
    ...rich,
    edits: true,
    personal: true,
    cardText: 'xml',
    cardTitle: 'plain',
    most: { ...sizes, replies: 6, text: 16_000, bytes: 40 * 1024 },
  },
  directline: { ...rich, edits: true },
  webchat: { ...rich },
  emulator: { ...rich, edits: true },
  slack: { ...rich, ...slack },
  facebook: { ...rich, ...plain, showsCardText: false, most: small },
  telegram: { ...rich },
  line: { ...rich, ...plain, most: { ...small, buttons: 4 } },
  skype: { ...rich },
  sms: { ...text },
  email: { ...text, carrierTakesWords: false, most: { ...sizes, text: 100_000 } },
};

export function channelOf(channelId: string | undefined): Channel {
  const known = Object.hasOwn(channels, channelId ?? '') ? channels[channelId ?? ''] : undefined;
  return known ?? text;
}
