/**
 * Our sentences for channels whose carrier takes some words for itself: who sends a lone "cancel" is unsubscribed and
 * hears nothing any more, "help" is answered by the carrier.
 */
export function withCarrierWords(text: string): string {
  return text.replaceAll(/("|\*\*)(cancel|help)\1/gu, (_whole, mark: string, word: string) =>
    [mark, word === 'help' ? 'menu' : 'cancel order', mark].join(''),
  );
}
