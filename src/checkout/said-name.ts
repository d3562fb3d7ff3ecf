/** Words without articles, accents and plurals: two names with the same key sound the same to a shopper. */
export function nameKey(text: string): string {
  const words = text
    .slice(0, 200)
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll(/['’]/gu, '')
    .split(/[^\p{L}\p{N}\p{M}]/u)
    .filter((word) => word !== '' && !articles.has(word))
    .map(singular);
  return words.length > 0 ? words.join(' ') : asTyped(text);
}

/** Ids and names are unique in this form, so a card's button always means its own product. */
export function asTyped(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

const articles = new Set(['a', 'an', 'the', 'some', 'of', 'and', 'please']);

export function isWhole(key: string, wanted: string): boolean {
  return unspaced(key) === unspaced(wanted);
}

export function isStart(key: string, wanted: string): boolean {
  return unspaced(key).startsWith(unspaced(wanted));
}

/** Each wanted word stands in the name, in any order. */
export function hasWords(key: string, wanted: string): boolean {
  const words = key.split(' ');
  return wanted.split(' ').every((part) => words.includes(part));
}

/** Each wanted word begins some word of the name, in any order. */
export function startsWords(key: string, wanted: string): boolean {
  const words = key.split(' ');
  return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
}

/** "cups" means the teacups; two letters are too few to mean anything. */
export function isInside(key: string, wanted: string): boolean {
  return unspaced(wanted).length > 2 && unspaced(key).includes(unspaced(wanted));
}

function unspaced(key: string): string {
  return key.replaceAll(' ', '');
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:s|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word;
}

/** The share of letters that differ, by the whole name or by its nearest word. */
export function keyDistance(key: string, wanted: string): number {
  return Math.min(...[unspaced(key), ...key.split(' ')].map((part) => editShare(part, unspaced(wanted))));
}

function editShare(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [done, letter] of one.split('').entries()) {
    const next = [done + 1];
    for (const [index, wanted] of other.split('').entries()) {
      const swapped = (row[index] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(swapped, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return (row[other.length] ?? 0) / Math.max(one.length, other.length, 1);
}
