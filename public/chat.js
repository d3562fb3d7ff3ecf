'use strict';

// The chat page's own part: gives Web Chat a Direct Line connection that survives reloads, restarts and lost lines.
// Only the channel's token is kept in this tab; nothing of a payment ever is.
(() => {
  const STORED = 'chat';
  const DIRECT_LINE = `${location.origin}/v3/directline`;
  const RETRY_MS = [300, 700, 1500, 3000];
  const LOST = 'The connection was lost. Your chat is kept; trying to reach the shop again…';
  const query = new URLSearchParams(location.search);
  const group = query.has('conversation')
    ? { id: query.get('conversation'), name: query.get('name') ?? '' }
    : undefined;
  const chat = document.getElementById('chat');
  if (chat === null) return;
  const notice = document.getElementById('notice');
  let leaving = false;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  class Refused extends Error {}

  function say(text) {
    notice.textContent = text;
  }

  function sayAgainThere() {
    if (notice.textContent !== LOST) return;
    say('You are connected again.');
    setTimeout(() => notice.textContent !== LOST && say(''), 4000);
  }

  async function call(method, path, token, body) {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    return fetch(`${DIRECT_LINE}${path}`, { method, headers, body: body && JSON.stringify(body) });
  }

  function readStored() {
    try {
      return JSON.parse(sessionStorage.getItem(STORED) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** The chat of this tab, or a new one; a member of a group is known by the address alone. */
  async function openSession() {
    const stored = group ? undefined : readStored();
    if (stored) {
      const known = await call(
        'GET',
        `/conversations/${encodeURIComponent(stored.conversationId)}`,
        stored.token,
      );
      if (known.ok) return { ...(await known.json()), resumed: true };
      // Only a clear no ends a chat; a server that is just starting has said nothing yet.
      if (![401, 403, 404].includes(known.status)) throw new Error('not ready');
    }
    const wish = group
      ? { conversation: { id: group.id }, user: { name: group.name } }
      : { user: { name: query.get('name') || undefined } };
    const made = await call('POST', '/tokens/generate', undefined, wish);
    if (made.status >= 400 && made.status < 500) throw new Refused((await made.json()).error.message);
    if (!made.ok) throw new Error('not ready');
    return { ...(await made.json()), resumed: false };
  }

  function keep(session, token) {
    if (group || leaving) return;
    sessionStorage.setItem(STORED, JSON.stringify({ conversationId: session.conversationId, token }));
  }

  /**
   * A WebSocket that comes back by itself, sooner than directlinejs would (up to 35 s) and with a word to the shopper.
   * The line is asked for whatever came after the last watermark seen.
   */
  function steadySocket(session, readToken) {
    const Socket = window.WebSocket;
    return class SteadySocket {
      constructor(url) {
        this.readyState = Socket.CONNECTING;
        this.watermark = '';
        this.tries = 0;
        this.connect(url);
      }

      connect(url) {
        if (this.readyState === Socket.CLOSED) return;
        const socket = new Socket(url);
        this.socket = socket;
        socket.onopen = (event) => {
          const isFirst = this.readyState === Socket.CONNECTING;
          this.readyState = Socket.OPEN;
          this.tries = 0;
          sayAgainThere();
          if (isFirst) this.onopen?.(event);
        };
        socket.onmessage = (event) => {
          this.watermark = JSON.parse(event.data || '{}').watermark ?? this.watermark;
          this.onmessage?.(event);
        };
        socket.onclose = () => this.retry();
      }

      retry() {
        if (this.readyState === Socket.CLOSED) return;
        say(LOST);
        const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
        this.tries += 1;
        setTimeout(() => this.reconnect(), wait);
      }

      async reconnect() {
        try {
          const path = `/conversations/${encodeURIComponent(session.conversationId)}?watermark=${this.watermark}`;
          const answer = await call('GET', path, readToken());
          if (answer.status === 403 || answer.status === 404) return this.giveUp();
          if (!answer.ok) return this.retry();
          return this.connect((await answer.json()).streamUrl);
        } catch {
          return this.retry();
        }
      }

      giveUp() {
        this.readyState = Socket.CLOSED;
        say('This chat is not kept any more. Start a new one with the button above.');
      }

      send(text) {
        if (this.socket.readyState === Socket.OPEN) this.socket.send(text);
      }

      close() {
        this.readyState = Socket.CLOSED;
        this.socket.close();
      }
    };
  }

  /** In a group everybody's words carry the name of who said them. */
  function namedMessages() {
    return (next) => (action) => {
      if (group && action.type === 'DIRECT_LINE/INCOMING_ACTIVITY') {
        const { activity } = action.payload;
        if (
          activity.type === 'message' &&
          activity.from.id.startsWith('dl_') &&
          activity.from.role !== 'user'
        ) {
          const named = { ...activity, text: `${activity.from.name}: ${activity.text ?? ''}` };
          return next({ ...action, payload: { ...action.payload, activity: named } });
        }
      }
      return next(action);
    };
  }

  function styleOptions() {
    const [page, bubble, text, soft, accent, own, line] = dark.matches
      ? ['#16181d', '#23272f', '#f1f3f5', '#b4bac4', '#8ab4f8', '#1f4b8f', '#434a56']
      : ['#f6f7f9', '#ffffff', '#1b1f24', '#57606a', '#0b5cad', '#0b5cad', '#d0d7de'];
    return {
      accent,
      backgroundColor: page,
      bubbleBackground: bubble,
      bubbleBorderColor: line,
      bubbleBorderRadius: 12,
      bubbleFromUserBackground: own,
      bubbleFromUserBorderColor: own,
      bubbleFromUserBorderRadius: 12,
      bubbleFromUserTextColor: '#ffffff',
      bubbleMaxWidth: 520,
      bubbleTextColor: text,
      // Web Chat writes black on emphasis, in the dark too.
      cardEmphasisBackgroundColor: dark.matches ? '#c9d1db' : page,
      cardPushButtonBackgroundColor: accent,
      cardPushButtonTextColor: dark.matches ? page : '#ffffff',
      hideUploadButton: true,
      primaryFont: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
      rootHeight: '100%',
      sendBoxBackground: bubble,
      sendBoxBorderTop: `solid 1px ${line}`,
      sendBoxButtonColor: accent,
      sendBoxPlaceholderColor: soft,
      sendBoxTextColor: text,
      subtle: soft,
      suggestedActionBackgroundColor: bubble,
      suggestedActionBorderColor: accent,
      suggestedActionLayout: 'flow',
      suggestedActionTextColor: accent,
      timestampColor: soft,
    };
  }

  async function start() {
    const session = await openSession();
    if (group) document.getElementById('group').textContent = ` · group ${group.id} · you are ${group.name}`;
    let directLine;
    keep(session, session.token);
    window.WebSocket = steadySocket(session, () => directLine?.token ?? session.token);
    directLine = window.WebChat.createDirectLine({
      domain: DIRECT_LINE,
      token: session.token,
      ...(session.resumed ? { conversationId: session.conversationId } : {}),
    });
    addEventListener('pagehide', () => keep(session, directLine.token));
    const store = window.WebChat.createStore({}, namedMessages);
    const render = () =>
      window.WebChat.renderWebChat(
        { directLine, store, locale: 'en-US', nonce: chat.dataset.nonce, styleOptions: styleOptions() },
        chat,
      );
    render();
    dark.addEventListener('change', render);
  }

  const newChat = document.getElementById('new-chat');
  newChat.hidden = group !== undefined;
  newChat.addEventListener('click', () => {
    leaving = true;
    sessionStorage.removeItem(STORED);
    location.reload();
  });

  async function startPatiently() {
    try {
      await start();
    } catch (error) {
      if (error instanceof Refused) return say(`The chat could not start. ${error.message}`);
      say(LOST);
      setTimeout(startPatiently, 2000);
    }
  }

  startPatiently();
})();
