/** PayPal's limit for names, descriptions and our own ids. */
const longestText = 127;

/** One line, cut without splitting a character. */
export function toText(text: string, longest = longestText): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return /[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut;
}
