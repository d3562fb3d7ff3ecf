import type { BrowserContext, Page } from 'playwright-core';

/** A person in front of the chat page: types, reads, taps. */
export interface ChatWindow {
  readonly page: Page;
  say(text: string): Promise<void>;
  /** Waits until the conversation shows this text. */
  sees(text: string | RegExp): Promise<void>;
  /** Taps the newest button with this name. */
  tap(name: string): Promise<void>;
  /** Taps the newest link button and answers the tab that it opens. */
  openCheckout(): Promise<Page>;
  /** All that the conversation shows just now. */
  text(): Promise<string>;
}

export async function openChat(context: BrowserContext, url: string): Promise<ChatWindow> {
  const page = await context.newPage();
  await page.goto(url);
  const box = page.getByRole('textbox', { name: /message/i });
  const conversation = page.locator('[role="feed"], .webchat__basic-transcript').first();
  const chat: ChatWindow = {
    page,
    say: async (text) => {
      await box.fill(text);
      await box.press('Enter');
    },
    sees: async (text) => {
      await conversation.getByText(text).last().waitFor({ state: 'attached', timeout: 15_000 });
    },
    tap: async (name) => {
      await page.getByRole('button', { name }).last().click();
    },
    openCheckout: async () => {
      const opened = context.waitForEvent('page');
      await chat.tap('Open checkout page');
      const tab = await opened;
      await tab.waitForLoadState();
      return tab;
    },
    text: async () => (await conversation.textContent()) ?? '',
  };
  await chat.sees(/Welcome/);
  return chat;
}

/** From an empty cart to the checkout page in a tab. */
export async function orderTea(chat: ChatWindow): Promise<Page> {
  await chat.say('add 2 sencha');
  await chat.sees('Added 2 × Spring Sencha');
  await chat.say('checkout');
  await chat.sees(/Link ready/);
  return chat.openCheckout();
}

/** On the checkout page: pays at PayPal with the button of this name, and is back on the site. */
export async function payAtPayPal(tab: Page, button = 'Approve payment'): Promise<void> {
  await tab.getByRole('button', { name: 'Pay with PayPal' }).click();
  await tab.getByRole('button', { name: button }).click();
  await tab.waitForURL(/\/checkouts\//);
}

export async function pageName(tab: Page): Promise<string | null> {
  return tab.locator('main').getAttribute('data-page');
}

export async function readNumber(tab: Page): Promise<string> {
  return (await tab.locator('output#magic-number').innerText()).trim();
}
