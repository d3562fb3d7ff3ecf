/** A browser of its own, behind an address of its own: it keeps one cookie, follows redirects, and presses buttons. */
export interface Payer {
  /** The page at the end of all redirects. @throws Error where the connection fails on the way */
  get(address: string): Promise<Page>;
  /** @throws Error as `get`; `onWay` is told each redirect's address before it is followed. */
  press(page: Page, button: string, onWay?: (address: string) => void): Promise<Page>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  /** What a page of the shop says it is. */
  readonly kind: string | undefined;
}

/** Long enough for a page that waits for PayPal until the program's own patience ends. */
const patienceMs = 45_000;

export function createPayer(number: number, programUrl: string): Payer {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  let cookie = '';

  async function load(url: string, form: string | undefined, onWay: (url: string) => void): Promise<Page> {
    const isShop = new URL(url).origin === programUrl;
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        ...(isShop ? { 'x-forwarded-for': address, cookie } : {}),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: form }),
    });
    if (isShop) cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const html = await response.text();
    const location = response.headers.get('location');
    if (location === null)
      return { url, html, status: response.status, kind: /<main data-page="([^"]*)"/u.exec(html)?.[1] };
    const next = new URL(location, url).href;
    onWay(next);
    return load(next, undefined, onWay);
  }

  return {
    get: (url) => load(url, undefined, () => undefined),
    press: (page, button, onWay = () => undefined) => {
      const { action, form } = formOf(page, button);
      return load(new URL(action, page.url).href, form, onWay);
    },
  };
}

export function hasButton({ html }: Page, button: string): boolean {
  return html.includes(`>${button}</button>`);
}

function formOf({ html, url }: Page, button: string): { readonly action: string; readonly form: string } {
  const found = [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gsu)].find(([, , inside]) =>
    inside?.includes(`>${button}</button>`),
  );
  if (found === undefined) throw new Error(`There is no button "${button}" on ${new URL(url).pathname}.`);
  const [, action = '', inside = ''] = found;
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
  const own = new RegExp(`<button[^>]*name="([^"]+)" value="([^"]*)"[^>]*>${button}<`, 'u').exec(inside);
  const fields = [...hidden, ...(own === null ? [] : [own])];
  return {
    action,
    form: new URLSearchParams(
      fields.map(([, name = '', value = '']): [string, string] => [name, value]),
    ).toString(),
  };
}
