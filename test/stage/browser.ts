import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Headless, and silent towards the network: a test browser talks to this machine only. */
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A browser from CHROMIUM_PATH, else an installed one, else one that Debian's package manager brings. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args });
}

/** Keeps a picture for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync('artifacts', { recursive: true });
  await page.screenshot({ path: `artifacts/${name}.png`, fullPage: true });
}

function findChromium(): string {
  const set = process.env['CHROMIUM_PATH'];
  if (set !== undefined && set !== '') return set;
  const installed = places.find((place) => existsSync(place));
  return installed ?? installChromium();
}

function installChromium(): string {
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
    return '/usr/bin/chromium';
  } catch (error) {
    throw new Error('The browser tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to it.', {
      cause: error,
    });
  }
}
