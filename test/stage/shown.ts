import MarkdownIt from 'markdown-it';
import { z } from 'zod';

/** What a channel's client would show of a message: each text with what is formatted or linked in it. */
export interface Shown {
  readonly text: string;
  /** What stands in a link, in bold, in code and so on, as the client reads it. */
  readonly formatted: readonly string[];
}

const activity = z.looseObject({
  text: z.string().optional(),
  textFormat: z.string().optional(),
  attachments: z.array(z.looseObject({ content: z.unknown() })).optional(),
  suggestedActions: z.unknown().optional(),
});

type Reader = (text: string) => Shown;

/** How clients read messages that do not say how (Markdown, by the protocol), texts of cards, and their titles and rows. */
const readers: Readonly<Record<string, readonly [message: Reader, cardText: Reader, cardTitle: Reader]>> = {
  msteams: [readMarkdown, readHtml, readPlain],
  directline: [readMarkdown, readMarkdown, readMarkdown],
  webchat: [readMarkdown, readMarkdown, readMarkdown],
  emulator: [readMarkdown, readMarkdown, readMarkdown],
  telegram: [readMarkdown, readMarkdown, readMarkdown],
  skype: [readMarkdown, readMarkdown, readMarkdown],
  slack: [readSlack, readSlack, readSlack],
  facebook: [readMarkdown, readPlain, readPlain],
  line: [readMarkdown, readPlain, readPlain],
  sms: [readMarkdown, readPlain, readPlain],
  email: [readMarkdown, readPlain, readPlain],
  whatsapp: [readMarkdown, readPlain, readPlain],
};

export const channelIds = Object.keys(readers);

export function showAll(channelId: string, body: unknown): Shown[] {
  const message = activity.parse(body);
  const [readMessage, readText, readTitle] = readers[channelId] ?? [readMarkdown, readPlain, readPlain];
  const isPlain = message.textFormat === 'plain' && channelId !== 'slack';
  return [
    ...(message.text === undefined ? [] : [(isPlain ? readPlain : readMessage)(message.text)]),
    ...(message.attachments ?? []).flatMap(({ content }) => showCard(content, readText, readTitle)),
    ...showCard(message.suggestedActions, readText, readTitle),
  ];
}

function showCard(
  value: unknown,
  readText: Reader,
  readTitle: Reader,
  place: readonly string[] = [],
): Shown[] {
  if (typeof value === 'string') {
    const field = place.at(-1);
    // A button is drawn with its title as it stands, a picture's words are read aloud; values and addresses are not shown.
    if (field === 'value' || field === 'url' || field === 'type') return [];
    if (field === 'alt' || place.includes('buttons') || place.includes('actions')) return [readPlain(value)];
    return [(field === 'text' ? readText : readTitle)(value)];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    showCard(inner, readText, readTitle, [...place, key]),
  );
}

function readPlain(text: string): Shown {
  return { text, formatted: [] };
}

/** Web Chat's own renderer, in its version and set as Web Chat sets it. */
const webChat = new MarkdownIt({
  breaks: false,
  html: true,
  linkify: true,
  typographer: true,
  xhtmlOut: true,
});

function readMarkdown(text: string): Shown {
  return readHtml(webChat.render(text));
}

function readHtml(html: string): Shown {
  const elements = /<(?!\/|p>|br\b|ul>|li>)([a-z][a-z0-9]*)\b[^>]*>(.*?)(?:<\/\1>|$)/gsu;
  const formatted = Array.from(html.matchAll(elements), ([whole]) => toText(whole) + whole);
  return { text: toText(html), formatted };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

function toText(html: string): string {
  return html
    .replaceAll(/<\/?[a-z][^>]*>/gu, ' ')
    .replaceAll(/&(?:#(\d+)|(lt|gt|quot|amp));/gu, (_entity, code: string, name: string) =>
      code === undefined ? (entities[name] ?? '') : String.fromCharCode(Number(code)),
    );
}

/** Slack: a mark that hugs its word opens a format, angle brackets are links and mentions; `](` in case Markdown is read. */
function readSlack(text: string): Shown {
  const formats = /(?<=^|[^\p{L}\p{N}])([*_~`])(?=\S).*?\1|<[^>]*>|\[[^\]]*\]\(|^&gt;.*/gmu;
  const formatted = Array.from(text.matchAll(formats), ([whole]) => whole);
  const bare = text.replaceAll(/[\u200A\u200B]/gu, '').replaceAll('\u02CB', '`');
  return { text: toText(bare.replaceAll(/<[^>]*>/gu, '')), formatted };
}
