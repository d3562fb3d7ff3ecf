const digits = 8;

/** What the shopper knows a purchase by: the beginning of its id. */
export function receiptNumberOf({ id }: { readonly id: string }): string {
  return id.slice(0, digits).toUpperCase();
}

/** The beginning of an id that a receipt number, or more of the id, names; undefined for anything shorter or other. */
export function toIdBeginning(word: string): string | undefined {
  const beginning = word.trim().toLowerCase();
  return /^[a-z2-7]{8,26}$/u.test(beginning) ? beginning : undefined;
}
