/** What a person wrote or is called, as one line that can be seen: no controls, nothing that turns its neighbours round. */
export function oneLine(text: string, longest = Number.POSITIVE_INFINITY): string {
  const line = text.replaceAll(unseen, '').replaceAll(gap, ' ').trim();
  if (line.length <= longest) return line;
  // Whole characters, as people count them: half of one is a question mark on the screen.
  const characters = Array.from(characterFinder.segment(line), ({ segment }) => segment);
  return characters.length <= longest
    ? line
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

/** Whether there is anything to see in it: letters that are drawn as nothing are no name. */
export function isBlank(text: string): boolean {
  return !/[^\p{M}\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

const characterFinder = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Joiners stay: emoji and several scripts are written with them. */
const unseen =
  /[\p{Bidi_Control}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u200B\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB]/gu;
const gap = /[\p{Cc}\s]+/gu;
