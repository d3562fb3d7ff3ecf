/** What was said as one line: one space between words, nothing invisible, no polite or final punctuation, no quotes or pictures around it. */
export function toPhrase(message: string): string {
  const text = message
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (text === '?') return text;
  const bare = withoutQuotes(withoutEnd(text)).replace(/^please,? /iu, '');
  return withoutEnd(bare.replace(/,? please$/iu, ''));
}

/** Final punctuation, and pictures in front and behind. */
function withoutEnd(text: string): string {
  return text
    .replace(/^[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F ]{1,20}(?=\p{L})/u, '')
    .replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F !.?…。؟]{1,20}$/u, '');
}

/** Only where they stand around all of it: a name may end with a bracket of its own. */
function withoutQuotes(text: string): string {
  const inside = text.replace(opening, '').replace(closing, '');
  return opening.test(text) && closing.test(text) && !mark.test(inside) ? withoutEnd(inside) : text;
}

const opening = /^[\p{Ps}\p{Pi}\p{Pf}"'`*_]{1,5}/u;
const closing = /[\p{Pe}\p{Pi}\p{Pf}"'`*_]{1,5}$/u;
const mark = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`*_]/u;
