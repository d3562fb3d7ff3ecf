/** Undefined for what is no address. Node 20's `URL.canParse` forgets letters beyond ASCII once it is called often. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
