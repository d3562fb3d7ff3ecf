import { isBlank, oneLine } from '../one-line.ts';

/** Channel ids of Bot Framework, as shoppers call the places where they chat. */
const channelNames = new Map([
  ['directline', 'the web chat'],
  ['webchat', 'the web chat'],
  ['msteams', 'Microsoft Teams'],
  ['slack', 'Slack'],
  ['telegram', 'Telegram'],
  ['facebook', 'Messenger'],
  ['line', 'LINE'],
  ['sms', 'text message'],
  ['email', 'email'],
  ['alexa', 'Alexa'],
  ['emulator', 'Bot Framework Emulator'],
]);

export function channelName(channelId: string): string {
  return channelNames.get(channelId) ?? channelId.slice(0, 40);
}

/** Enough to know oneself by, too little to tell a stranger who it is: "M…". */
export function maskName(name: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(oneLine(name));
  return first === undefined || isBlank(name) ? 'a shopper' : `${first.segment}…`;
}
