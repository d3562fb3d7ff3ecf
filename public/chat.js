'use strict';

// The chat page's own part: gives Web Chat a Direct Line connection that survives reloads, restarts and lost lines.
// This tab keeps its conversation's id and no token: the server draws one for the browser session's cookie, which no
// script can read.
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

  /** The conversation that this tab shows; what an older page kept here goes. */
  function readStored() {
    const stored = sessionStorage.getItem(STORED) ?? '';
    if (/^[\w-]{1,64}$/.test(stored)) return stored;
    sessionStorage.removeItem(STORED);
    return undefined;
  }

  /** The chat of this tab, or a new one; a member of a group is known by the address alone. */
  async function openSession() {
    const stored = group ? undefined : readStored();
    if (stored !== undefined) {
      const known = await call('POST', '/tokens/resume', undefined, { conversation: { id: stored } });
      if (known.ok) return { ...(await known.json()), resumed: true };
      // Only a clear no ends a chat; a server that is just starting has said nothing yet.
      if (![400, 403, 404].includes(known.status)) throw new Error('not ready');
      say('The earlier chat of this tab cannot be opened any more. This is a new one.');
    }
    const made = group
      ? await generate({ conversation: { id: group.id }, user: { name: group.name } })
      : await oneTabAtATime(() => generate({ user: { name: query.get('name') || undefined } }));
    if (made.status >= 400 && made.status < 500) throw new Refused((await made.json()).error.message);
    if (!made.ok) throw new Error('not ready');
    return { ...(await made.json()), resumed: false };
  }

  async function generate(wish) {
    return call('POST', '/tokens/generate', undefined, wish);
  }

  /** Two tabs that open together in a browser without a cookie yet would get two, and one would lose its chat. */
  async function oneTabAtATime(work) {
    return navigator.locks ? navigator.locks.request('chat-session', work) : work();
  }

  function show(conversationId) {
    sessionStorage.setItem(STORED, conversationId);
  }

  function toButton(text, press) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(text);
    button.addEventListener('click', press);
    return button;
  }

  function toMoment(time) {
    const moment = new Date(time);
    const isToday = moment.toDateString() === new Date().toDateString();
    const clock = moment.toLocaleTimeString('en-US', { timeStyle: 'short' });
    return `${isToday ? 'today' : moment.toLocaleDateString('en-US', { dateStyle: 'medium' })}, ${clock}`;
  }

  /** Whoever is at this browser decides whether they are the person of an earlier tab. */
  function offer(earlier) {
    const place = document.getElementById('earlier');
    if (earlier.length === 0) return place.replaceChildren();
    const offered = document.createElement('section');
    const title = document.createElement('h2');
    title.id = 'earlier-title';
    title.append('Continue your chat?');
    offered.setAttribute('aria-labelledby', title.id);
    const hint = document.createElement('p');
    hint.append('This tab is a new chat, and in it you are somebody new to the shop.');
    const list = document.createElement('ul');
    for (const { conversationId, lastSaidAt } of earlier) {
      const goOn = toButton(`Continue the chat of ${toMoment(lastSaidAt)}`, () => {
        show(conversationId);
        location.reload();
      });
      list.append(document.createElement('li'));
      list.lastChild.append(goOn);
    }
    const stay = toButton('Start a new one', () => {
      place.replaceChildren();
      chat.querySelector('input[type=text], textarea')?.focus();
    });
    list.append(document.createElement('li'));
    list.lastChild.append(stay);
    offered.append(title, hint, list);
    place.replaceChildren(offered);
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
        say(
          group
            ? 'This chat is not kept any more. Load this page again to begin it anew.'
            : 'This chat is not kept any more. Start a new one with the button above.',
        );
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
    // The style sheet's, with the shop's own behind them.
    const sheet = getComputedStyle(document.documentElement);
    const [page, bubble, text, soft, accent, own, ownInk, edge, line] = [
      '--page',
      '--surface',
      '--text',
      '--soft',
      '--accent',
      '--own',
      '--own-ink',
      '--own-edge',
      '--line',
    ].map((name) => sheet.getPropertyValue(name).trim());
    return {
      accent,
      backgroundColor: page,
      bubbleBackground: bubble,
      bubbleBorderColor: line,
      bubbleBorderRadius: 12,
      bubbleFromUserBackground: own,
      bubbleFromUserBorderColor: edge,
      bubbleFromUserBorderRadius: 12,
      bubbleFromUserTextColor: ownInk,
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
    if (!group) show(session.conversationId);
    offer(session.earlier ?? []);
    window.WebSocket = steadySocket(session, () => directLine?.token ?? session.token);
    directLine = window.WebChat.createDirectLine({
      domain: DIRECT_LINE,
      token: session.token,
      ...(session.resumed ? { conversationId: session.conversationId } : {}),
    });
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
