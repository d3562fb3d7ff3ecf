import { createHash } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { escapeHtml } from './html.ts';

const style = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #4a5670; --paper: #fff; --back: #eef2f8; --line: #cfd8e6;
  --main: #003a9b; --on-main: #fff; --note: #fff3c4; --on-note: #4a3500; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f4fc; --soft: #b6c1d6; --paper: #16203a; --back: #0b1224;
  --line: #38476a; --main: #9cc2ff; --on-main: #06173a; --note: #463a0c; --on-note: #ffe9a3; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.note { margin: 0; padding: .6rem 1rem; background: var(--note); color: var(--on-note); text-align: center; font-weight: 600; }
main { max-width: 28rem; margin: 0 auto; padding: 1.25rem; background: var(--paper); overflow-wrap: anywhere; }
@media (min-width: 30rem) { main { margin: 2rem auto; padding: 2rem; border: 1px solid var(--line); border-radius: 1rem; } }
h1 { margin: 0 0 .25rem; font-size: 1.4rem; line-height: 1.25; }
p { margin: .5rem 0; }
.soft { color: var(--soft); font-size: .95rem; }
ul, dl { margin: 1rem 0; padding: 0; list-style: none; }
li, dl > div { display: flex; justify-content: space-between; gap: 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line); }
dl > div { border: 0; padding: .15rem 0; }
dt, dd { margin: 0; }
dl > .total { margin-top: .5rem; padding-top: .75rem; border-top: 2px solid var(--ink); font-size: 1.15rem; font-weight: 700; }
.sum { white-space: nowrap; font-variant-numeric: tabular-nums; }
form { display: grid; gap: .75rem; margin-top: 1.25rem; }
button { font: inherit; font-weight: 600; min-height: 3rem; padding: .6rem 1rem; border-radius: 1.5rem; cursor: pointer;
  border: 2px solid var(--main); background: transparent; color: var(--main); }
button.main { background: var(--main); color: var(--on-main); }
button.plain { border-color: transparent; text-decoration: underline; }
details { border: 1px solid var(--line); border-radius: .75rem; padding: 0 1rem; }
summary { min-height: 2.75rem; padding: .6rem 0; font-weight: 600; cursor: pointer; }
fieldset { margin: 0; padding: 0 0 .75rem; border: 0; min-width: 0; }
legend { padding: 0; color: var(--soft); font-size: .95rem; }
label { display: flex; gap: .6rem; align-items: baseline; padding: .4rem 0; cursor: pointer; }
input { flex: none; margin: 0; accent-color: var(--main); width: 1.1rem; height: 1.1rem; translate: 0 .15rem; }
:is(button, a, summary, input):focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
a { color: var(--main); }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * One page of the simulator. Chromium applies `form-action` to the redirect after a POST as well, so the page
 * names the origins that its form may lead to.
 */
export function pageAnswer(
  status: number,
  title: string,
  content: string,
  formTargets: readonly string[] = [],
): Answer {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...new Set(formTargets)].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - PayPal simulator</title>
<style>${style}</style>
</head>
<body>
<header><p class="note">PayPal simulator - no real money</p></header>
<main>
${content}
</main>
</body>
</html>
`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
  return { status, headers, body };
}

/** A page of a heading and one sentence. */
export function messagePage(status: number, title: string, sentence: string): Answer {
  return pageAnswer(status, title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(sentence)}</p>`);
}
