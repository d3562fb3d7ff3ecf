import type { Wordings } from '../bot-framework/adapter.ts';
import type { Message } from './cards.ts';
import { channelOf } from './channels.ts';

/** How a message that is ready goes out: in as many parts as its channel wants, and without its card where that is refused. */
export const wordings: Wordings = {
  inParts: toParts,
  inPlainWords: ({ attachments, attachmentLayout: _layout, summary, ...message }) =>
    (attachments ?? []).length === 0 || summary === undefined ? [] : toParts({ ...message, text: summary }),
};

/** The last part bears what is not text: quick replies and cards. */
function toParts(message: Message): readonly Message[] {
  const { text, attachments: _attachments, suggestedActions: _suggestedActions, ...first } = message;
  if (text === undefined) return [message];
  const texts = splitText(text, channelOf(message.channelId).most.text);
  return texts.map((part, index) => withText(index < texts.length - 1 ? first : message, part));
}

function withText(message: Message, text: string): Message {
  return { ...message, text };
}

/** At the end of a paragraph, a line or a word where there is one. */
export function splitText(text: string, longest: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const end = endOfPart(rest, longest);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest];
}

function endOfPart(text: string, longest: number): number {
  for (const end of ['\n\n', '\n', ' ']) {
    const place = text.lastIndexOf(end, longest);
    if (place > 0) return place;
  }
  // Not between the halves of one character.
  const isHalf = /[\uD800-\uDBFF]$/.test(text.slice(0, longest));
  return isHalf && longest > 1 ? longest - 1 : longest;
}
