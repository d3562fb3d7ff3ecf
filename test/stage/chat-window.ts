import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** A person in front of the chat page: types, reads, taps. */
export interface ChatWindow {
  readonly page: Page;
  say(text: string): Promise<void>;
  /** Waits until the conversation shows this text, in as many bubbles as asked for. */
  sees(text: string | RegExp, times?: number): Promise<void>;
  /** Waits until bubbles with these texts stand below each other in this order. */
  seesInOrder(...texts: readonly (string | RegExp)[]): Promise<void>;
  /** How many bubbles show this text just now. */
  count(text: string | RegExp): Promise<number>;
  /** What each bubble says just now, from the top. */
  bubbles(): Promise<string[]>;
  /** Taps the newest button with this name. */
  tap(name: string): Promise<void>;
  /** Taps the newest link button and answers the tab that it opens. */
  openCheckout(): Promise<Page>;
  /** Loads the page anew, as a shopper who pulls it down. */
  reload(): Promise<void>;
}

const patienceMs = 20_000;

export async function openChat(context: BrowserContext, url: string): Promise<ChatWindow> {
  const page = await context.newPage();
  await page.goto(url);
  const chat = toChatWindow(context, page);
  await chat.sees(/Welcome/);
  return chat;
}

function toChatWindow(context: BrowserContext, page: Page): ChatWindow {
  const box = page.getByRole('textbox', { name: 'Message input box' });
  // A live region for screen readers holds each message a second time for a moment: only bubbles count.
  const bubble = (text: string | RegExp): Locator =>
    page.locator('.webchat__bubble__content').filter({ hasText: text });
  const bubbles = async (): Promise<string[]> =>
    (await page.locator('.webchat__bubble__content').allInnerTexts()).map((text) =>
      text.replaceAll(/\s+/gu, ' ').trim(),
    );
  const sees: ChatWindow['sees'] = async (text, times = 1) => {
    try {
      await bubble(text)
        .nth(times - 1)
        .waitFor({ state: 'attached', timeout: patienceMs });
    } catch (error) {
      const shown = (await bubbles()).join('\n- ');
      throw new Error(`The chat did not show ${String(text)} ${times} times. It shows:\n- ${shown}`, {
        cause: error,
      });
    }
  };
  const chat: ChatWindow = {
    page,
    say: async (text) => {
      await box.fill(text);
      await box.press('Enter');
    },
    sees,
    seesInOrder: async (...texts) => {
      for (const text of texts) await sees(text);
      for (let look = 0; ; look += 1) {
        const shown = await bubbles();
        if (isInOrder(shown, texts)) return;
        if (look === 20) throw new Error(`Not in the order ${texts.join(', ')}:\n- ${shown.join('\n- ')}`);
        await sleep(100);
      }
    },
    count: (text) => bubble(text).count(),
    bubbles,
    tap: async (name) => {
      await page.locator('.ac-pushButton').filter({ hasText: name }).last().click();
    },
    openCheckout: async () => {
      for (let tries = 1; ; tries += 1) {
        const opened = context.waitForEvent('page', { timeout: 8000 }).catch(() => undefined);
        await chat.tap('Open checkout page');
        const tab = await opened;
        // A card that is drawn anew under the finger swallows the tap: a person taps again.
        if (tab === undefined && tries < 3) continue;
        if (tab === undefined) throw new Error('The link button opened no tab.');
        await tab.waitForLoadState();
        return tab;
      }
    },
    reload: async () => {
      await page.reload();
      await sees(/Welcome/);
    },
  };
  return chat;
}

function isInOrder(shown: readonly string[], texts: readonly (string | RegExp)[]): boolean {
  let next = 0;
  for (const text of shown) {
    const wanted = texts[next];
    if (wanted === undefined) break;
    const fits = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
    if (fits) next += 1;
  }
  return next === texts.length;
}

/** From an empty cart to the link in the chat. */
export async function orderLink(chat: ChatWindow): Promise<void> {
  await chat.say('add 2 sencha');
  await chat.sees('Added 2 × Spring Sencha');
  await chat.say('checkout');
  await chat.sees(/Link ready/);
}

/** From an empty cart to the checkout page in a tab. */
export async function orderTea(chat: ChatWindow): Promise<Page> {
  await orderLink(chat);
  return chat.openCheckout();
}

/** On the checkout page: to PayPal's page. */
export async function goToPayPal(tab: Page): Promise<void> {
  await tab.getByRole('button', { name: 'Pay with PayPal' }).click();
  await tab.waitForURL(/\/checkoutnow\?/);
}

/** On the checkout page: pays at PayPal with the button of this name, and is back on the site. */
export async function payAtPayPal(tab: Page, button = 'Approve payment'): Promise<void> {
  await goToPayPal(tab);
  await decideAtPayPal(tab, button);
}

export async function decideAtPayPal(tab: Page, button = 'Approve payment'): Promise<void> {
  await tab.getByRole('button', { name: button }).click();
  await tab.waitForURL(/\/checkouts\//);
}

export async function pageName(tab: Page): Promise<string | null> {
  return tab.locator('main').getAttribute('data-page');
}

export async function readNumber(tab: Page): Promise<string> {
  return (await tab.locator('output#magic-number').innerText()).trim();
}

/** A number of the same length that is not this one. */
export function wrongNumber(right: string, step = 1): string {
  return String((Number(right) + step) % 10 ** right.length).padStart(right.length, '0');
}
