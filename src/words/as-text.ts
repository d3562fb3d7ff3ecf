import { isBlank, oneLine } from './one-line.ts';

/** How a channel reads what it is sent: as it stands, as Markdown, as a little HTML, or by Slack's own marks. */
export type Format = 'plain' | 'markdown' | 'xml' | 'slack';

/**
 * Words that are not the bot's: a name, what was typed, what the catalogue says. They travel inside our sentences
 * between two marks that no text can hold, until `render` writes them so that the channel shows them as they are.
 * A sentence asks for this type, so that nobody can hand it a bare string.
 */
export type Theirs = `\uFDD0${string}\uFDD1`;

export function theirs(text: string, longest?: number): Theirs {
  return `\uFDD0${oneLine(text, longest)}\uFDD1`;
}

const longestName = 40;

/** A person's name; undefined where a channel gives none, or one that nobody can see. */
export function nameOf(name: string): Theirs | undefined {
  return isBlank(name) ? undefined : theirs(name, longestName);
}

/** A message and how it is to be read: ours alone may bring formats. */
export function renderMessage(text: string, format: Format): { text: string; textFormat?: string } {
  if (format === 'slack') return { text: render(text, format) };
  if (format === 'plain') return { text: render(text, 'plain'), textFormat: 'plain' };
  const parts = text.split(marks);
  if (parts.length === 1) return { text: render(text, format) };
  // Channels differ in how they read an escaped mark, but not in what plain text is.
  const isPlain = !ours(parts).some((part) => ourMarkup.test(part));
  return isPlain
    ? { text: render(text, 'plain'), textFormat: 'plain' }
    : { text: render(text, format), textFormat: format };
}

/** Our words with our formats, theirs as text. */
export function render(text: string, format: Format): string {
  const { writeOurs, writeTheirs, finish } = writers[format];
  return finish(
    text
      .split(marks)
      .map((part, index) => (index % 2 === 0 ? writeOurs(part) : writeTheirs(part)))
      .join(''),
  );
}

interface Writer {
  readonly writeOurs: (part: string) => string;
  readonly writeTheirs: (part: string) => string;
  readonly finish: (text: string) => string;
}

/** No text of theirs holds one, so that ours and theirs take turns between them. */
const marks = /[\uFDD0\uFDD1]/u;
const ourMarkup = /\*\*|^- /mu;
const same = (text: string): string => text;

function ours(parts: readonly string[]): string[] {
  return parts.filter((_part, index) => index % 2 === 0);
}

const writers: Readonly<Record<Format, Writer>> = {
  plain: { writeOurs: (part) => part.replaceAll('**', ''), writeTheirs: same, finish: same },
  markdown: {
    writeOurs: same,
    // All of them: what is escaped is neither a mark nor part of a link that a renderer finds by itself.
    writeTheirs: (part) => part.replaceAll(/[!-/:-@[-`{-~]/gu, String.raw`\$&`),
    finish: same,
  },
  xml: {
    writeOurs: escapeTags,
    writeTheirs: (part) => part.replaceAll(/[&<>"'*_~`[\]\\]/gu, (mark) => `&#${mark.charCodeAt(0)};`),
    finish: (text) => toStrong(text).replaceAll('\n\n', '<br>'),
  },
  slack: { writeOurs: escapeTags, writeTheirs: escapeSlack, finish: same },
};

function toStrong(text: string): string {
  const parts = text.split('**');
  return parts.map((part, index) => (index % 2 === 0 ? part : `<strong>${part}</strong>`)).join('');
}

function escapeTags(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack has no escape for its marks, but one that a thin space follows opens nothing; a quote begins its line. */
function escapeSlack(text: string): string {
  return escapeTags(text)
    .replaceAll(/[*_~]|\](?=\()/gu, '$&\u200A')
    .replaceAll('`', '\u02CB')
    .replace(/^&gt;/u, '\u200B$&');
}
