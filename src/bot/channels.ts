/** What a channel can do. A channel that is not listed gets plain text: it works everywhere. */
export interface Channel {
  readonly name: string;
  /** Rich cards with pictures and buttons. */
  readonly cards: boolean;
  /** A sent message can be changed in place. */
  readonly edits: boolean;
  /** Several people may share a conversation. */
  readonly groups: boolean;
  /** Renders Markdown in plain messages. */
  readonly markdown: boolean;
  /** Teams reads the text of these cards as HTML, the others as Markdown. */
  readonly cardText: 'markdown' | 'html';
}

const rich = { cards: true, edits: false, groups: false, markdown: true, cardText: 'markdown' } as const;
const text = { cards: false, edits: false, groups: false, markdown: false, cardText: 'markdown' } as const;

const channels: Readonly<Record<string, Channel>> = {
  msteams: { ...rich, name: 'Microsoft Teams', edits: true, groups: true, cardText: 'html' },
  directline: { ...rich, name: 'web chat', edits: true, groups: true },
  webchat: { ...rich, name: 'web chat' },
  emulator: { ...rich, name: 'Bot Framework Emulator', edits: true },
  slack: { ...rich, name: 'Slack', groups: true },
  facebook: { ...rich, name: 'Messenger' },
  telegram: { ...rich, name: 'Telegram', groups: true },
  line: { ...rich, name: 'LINE', groups: true },
  skype: { ...rich, name: 'Skype', groups: true },
  sms: { ...text, name: 'SMS' },
  email: { ...text, name: 'email' },
};

export function channelOf(channelId: string | undefined): Channel {
  const known = Object.hasOwn(channels, channelId ?? '') ? channels[channelId ?? ''] : undefined;
  return known ?? { ...text, name: channelId ?? 'chat', groups: true };
}
