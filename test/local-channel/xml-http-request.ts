/** As much of a browser's XMLHttpRequest as the Direct Line client uses, over fetch. */
class FetchXmlHttpRequest {
  readyState = 0;
  status = 0;
  response: unknown = null;
  responseText = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  onreadystatechange: (() => void) | null = null;
  ontimeout: ((event: unknown) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  upload = undefined;
  #method = 'GET';
  #url = '';
  #headers = new Headers({ connection: 'close' });
  #answered = new Headers();
  #abort = new AbortController();

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#answered.get(name);
  }

  abort(): void {
    this.#abort.abort();
  }

  // A browser would not trip over a kept connection that a restart has closed; here each request has its own.
  send(body?: string): void {
    this.#fetch(body ?? null).catch(() => this.#finish(0, ''));
  }

  async #fetch(body: string | null): Promise<void> {
    const answer = await fetch(this.#url, {
      method: this.#method,
      headers: this.#headers,
      body,
      signal: this.#abort.signal,
    });
    this.#answered = answer.headers;
    this.#finish(answer.status, await answer.text());
  }

  #finish(status: number, text: string): void {
    if (this.#abort.signal.aborted) return;
    this.status = status;
    this.responseText = text;
    this.response = this.responseType === 'json' ? parse(text) : text;
    this.readyState = 4;
    this.onreadystatechange?.();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Gives the Direct Line client the globals that a browser has and Node 20 has not. */
export function installBrowserGlobals(WebSocket: unknown): void {
  Object.assign(globalThis, { self: globalThis, XMLHttpRequest: FetchXmlHttpRequest, WebSocket });
}
