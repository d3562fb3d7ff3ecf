/** What was written in a mail: its first paragraph, without a signature, the thread below it and what is quoted above. */
export function mailText(text: string): string {
  const said: string[] = [];
  for (const line of text.split(/\r\n?|\n/u).map((one) => one.trim())) {
    if (isEnd(line)) break;
    const isGap = line === '' || isQuoted(line);
    if (isGap && said.length > 0) break;
    if (!isGap) said.push(line);
  }
  return said.join('\n');
}

/** "> what you wrote", and the line that says who wrote it. */
function isQuoted(line: string): boolean {
  return line.startsWith('>') || /^(?:On|Am|Le|El|Il)\b.{0,300}:$/u.test(line);
}

/** Where a signature or the mail that is answered begins. */
function isEnd(line: string): boolean {
  return /^(?:(?:--|—)$|__|---|sent from (?:my|outlook|mail)\b|get outlook for |from: )/iu.test(line);
}
