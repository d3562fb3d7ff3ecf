/** What a channel can do. A channel that is not listed gets plain text: it works everywhere. */
export interface Channel {
  readonly name: string;
  /** Rich cards with pictures and buttons. */
  readonly cards: boolean;
  /** A sent message can be changed in place. */
  readonly edits: boolean;
  /** Several people may share a conversation. */
  readonly groups: boolean;
  /** Renders Markdown links in plain messages. */
  readonly markdown: boolean;
}

const rich = { cards: true, edits: false, groups: false, markdown: true };
const text = { cards: false, edits: false, groups: false, markdown: false };

const channels: Readonly<Record<string, Channel>> = {
  msteams: { name: 'Microsoft Teams', cards: true, edits: true, groups: true, markdown: true },
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
  return channels[channelId ?? ''] ?? { ...text, name: channelId ?? 'chat', groups: true };
}
