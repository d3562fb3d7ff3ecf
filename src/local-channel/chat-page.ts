import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface ChatPageOptions {
  readonly merchantName: string;
  readonly face: ChatFace;
  readonly publicUrl: URL;
}

/** A shop's own looks; without any the page brings its own. */
export interface ChatFace {
  /** Rules behind the style sheet's own; empty for none. */
  readonly style: string;
  /** An address of this origin, or a whole one. */
  readonly logoHref: string | undefined;
}

/** The page around Web Chat. It stands on the public address only, so that its socket and its pictures are its own. */
export function sendChatPage(
  { merchantName, face, publicUrl }: ChatPageOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  if (request.headers.host?.toLowerCase() !== publicUrl.host) {
    response
      .writeHead(302, { location: new URL(`/${url.search}`, publicUrl).href, 'cache-control': 'no-store' })
      .end();
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const asksName = url.searchParams.has('conversation') && (url.searchParams.get('name') ?? '').trim() === '';
  const html = layOut(merchantName, face, asksName ? nameForm(url) : chatWindow(nonce));
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'content-security-policy': policy(nonce, publicUrl, face),
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : html);
}

/** Web Chat styles its parts with the nonce, and once with an empty style element: the hash of nothing. */
function policy(nonce: string, publicUrl: URL, { logoHref }: ChatFace): string {
  const socket = `${publicUrl.protocol === 'https:' ? 'wss:' : 'ws:'}//${publicUrl.host}`;
  const logoOrigin = logoHref?.startsWith('https://') === true ? ` ${new URL(logoHref).origin}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='`,
    `img-src 'self' data: blob:${logoOrigin}`,
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function layOut(merchantName: string, { style, logoHref }: ChatFace, content: string): string {
  const name = escapeHtml(merchantName);
  const logo = escapeHtml(logoHref ?? 'data:,');
  const isPlated = logoHref !== undefined && style === '';
  const heading =
    logoHref === undefined
      ? `<span dir="auto">${name}</span>`
      : `<img class="logo" src="${logo}" alt="${name}" referrerpolicy="no-referrer"> <span dir="auto" aria-hidden="true">${name}</span>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name} - chat</title>
<link rel="icon" href="${logo}">
<link rel="stylesheet" href="/assets/chat.css">
</head>
<body>
<header${isPlated ? ' class="plated"' : ''}>
<div><h1>${heading}</h1><p>This is a local test chat<span id="group"></span></p></div>
<button id="new-chat" type="button" hidden>Start a new chat</button>
</header>
${content}
</body>
</html>
`;
}

function chatWindow(nonce: string): string {
  return `<p id="notice" role="status"></p>
<div id="earlier" aria-live="polite"></div>
<main id="chat" data-nonce="${nonce}"></main>
<noscript><p>The chat needs JavaScript.</p></noscript>
<script src="/assets/webchat.js" defer></script>
<script src="/assets/chat.js" defer></script>`;
}

function nameForm(url: URL): string {
  const conversation = escapeHtml(url.searchParams.get('conversation') ?? '');
  return `<main class="join">
<form method="get" action="/">
<input type="hidden" name="conversation" value="${conversation}">
<label for="name">You are joining the group "${conversation}". Your name</label>
<input id="name" name="name" maxlength="64" required autocomplete="nickname" autofocus>
<button>Join the chat</button>
</form>
</main>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
