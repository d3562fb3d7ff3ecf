import { createRequire } from 'node:module';
import type { Activity, DirectLineOptions } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { installBrowserGlobals } from './xml-http-request.ts';

interface Observable<Value> {
  subscribe(next: (value: Value) => void, failed: (error: unknown) => void): unknown;
}

/** Microsoft's own client of the Direct Line protocol, as far as it is used here. */
export interface DirectLineClient {
  readonly activity$: Observable<Activity>;
  readonly connectionStatus$: { getValue(): number };
  postActivity(activity: { type: 'message'; from: { id: string }; text: string }): Observable<string>;
  end(): void;
}

interface Published {
  readonly DirectLine: new (options: Options) => DirectLineClient;
}

type Options = DirectLineOptions & { readonly random?: () => number };

/** The client's own numbers for how its line stands. */
export const ConnectionStatus = { Online: 2, ExpiredToken: 3, FailedToConnect: 4 };

export function createDirectLine(options: Options): DirectLineClient {
  installBrowserGlobals(WebSocket);
  // Its bundle for browsers has everything in it; the package's other door wants 30 MB of parts beside it.
  const published: Published = createRequire(import.meta.url)('botframework-directlinejs/dist/directline.js');
  return new published.DirectLine(options);
}
