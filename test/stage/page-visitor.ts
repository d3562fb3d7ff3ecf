/** A browser as far as the site can tell: it keeps cookies, follows nothing by itself, and reads forms. */
export interface Shopper {
  get(address: string, headers?: Record<string, string>): Promise<Page>;
  /** Presses the button with this name on the page. */
  press(page: Page, button: string): Promise<Page>;
  post(address: string, form: string, headers?: Record<string, string>): Promise<Page>;
  cookieFor(address: string): string;
  /** Follows redirects as far as a page. */
  follow(page: Page): Promise<Page>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** What the page says it is. */
  readonly kind: string | undefined;
  readonly location: string | undefined;
}

export function createShopper(): Shopper {
  const jars = new Map<string, Map<string, string>>();
  const cookieFor = (address: string): string =>
    [...(jars.get(new URL(address).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (
    address: string,
    init: { method?: string; body?: string; headers: Record<string, string> },
  ): Promise<Page> => {
    const { host } = new URL(address);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    const cookie = cookieFor(address);
    const headers = cookie === '' ? init.headers : { cookie, ...init.headers };
    const response = await fetch(address, { redirect: 'manual', ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    return toPage(address, response);
  };
  const post = (address: string, form: string, headers: Record<string, string> = {}): Promise<Page> =>
    send(address, {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const get = (address: string, headers: Record<string, string> = {}): Promise<Page> =>
    send(address, { headers });
  const follow = async (page: Page): Promise<Page> =>
    page.location === undefined ? page : follow(await get(page.location));
  return { get, post, follow, cookieFor, press: (page, button) => pressOn(page, button, post) };
}

async function toPage(url: string, response: Response): Promise<Page> {
  const html = await response.text();
  const location = response.headers.get('location');
  return {
    url,
    status: response.status,
    html,
    headers: response.headers,
    kind: /<main data-page="([^"]*)"/u.exec(html)?.[1],
    location: location === null ? undefined : new URL(location, url).href,
  };
}

function pressOn(
  page: Page,
  button: string,
  post: (address: string, form: string) => Promise<Page>,
): Promise<Page> {
  const form = [...page.html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gsu)].find(
    ([, , inside]) => inside?.includes(`>${button}</button>`),
  );
  const [, action = '', inside = ''] = form ?? [];
  if (form === undefined) throw new Error(`no button "${button}" on ${page.kind ?? page.url}`);
  const fields = [...inside.matchAll(/<(?:input|button)[^>]*name="([^"]+)" value="([^"]*)"[^>]*>([^<]*)/gu)]
    .filter(([, , , text]) => text?.trim() === '' || text === button)
    .map(([, name = '', value = '']): [string, string] => [name, value]);
  return post(new URL(action, page.url).href, new URLSearchParams(fields).toString());
}

/** From the link to the page after PayPal, with the button pressed there. */
export async function payWith(shopper: Shopper, link: string, button = 'Approve payment'): Promise<Page> {
  const checkout = await shopper.get(link);
  const approval = await shopper.follow(await shopper.press(checkout, 'Pay with PayPal'));
  return shopper.follow(await shopper.press(approval, button));
}

/** As far as PayPal's page: the checkout is bound to this browser and its order waits for approval. */
export async function goToPayPal(shopper: Shopper, link: string): Promise<Page> {
  return shopper.follow(await shopper.press(await shopper.get(link), 'Pay with PayPal'));
}
