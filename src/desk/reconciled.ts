import { counted } from '../words/counted.ts';

/** What a comparison with PayPal came to, in a sentence below the differences themselves. */
export function reconciledSentence(differences: number, isWhole: boolean): string {
  const found = counted(differences, 'difference');
  if (isWhole) return differences === 0 ? 'No differences.' : `${found}.`;
  return differences === 0
    ? 'PayPal did not answer, so not everything was compared: no differences so far. Nothing was changed. Try again later.'
    : `${found} so far. PayPal did not answer any more, so the rest was not compared; nothing was changed. Try again later.`;
}
