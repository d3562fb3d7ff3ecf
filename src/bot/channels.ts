/** What a channel can do. A channel that is not listed gets plain text: it works everywhere. */
export interface Channel {
  /** Rich cards with pictures and buttons. */
  readonly cards: boolean;
  /** A sent message can be changed in place. */
  readonly edits: boolean;
  /** The bot can open a personal conversation with a member of a group. */
  readonly personal: boolean;
  /** Renders Markdown in plain messages. */
  readonly markdown: boolean;
  /** Teams reads the text of these cards as HTML, the others as Markdown. */
  readonly cardText: 'markdown' | 'html';
}

const rich = { cards: true, edits: false, personal: false, markdown: true, cardText: 'markdown' } as const;
const text = { cards: false, edits: false, personal: false, markdown: false, cardText: 'markdown' } as const;

const channels: Readonly<Record<string, Channel>> = {
  msteams: { ...rich, edits: true, personal: true, cardText: 'html' },
  directline: { ...rich, edits: true },
  webchat: { ...rich },
  emulator: { ...rich, edits: true },
  slack: { ...rich },
  facebook: { ...rich },
  telegram: { ...rich },
  line: { ...rich },
  skype: { ...rich },
  sms: { ...text },
  email: { ...text },
};

export function channelOf(channelId: string | undefined): Channel {
  const known = Object.hasOwn(channels, channelId ?? '') ? channels[channelId ?? ''] : undefined;
  return known ?? text;
}
