import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { portOf } from './ports.ts';

/** The channel's side of the chat: takes what the bot says and hands it to the shopper of that conversation. */
export interface ConnectorStub {
  readonly host: string;
  readonly serviceUrl: string;
  /** `hear` gets the JSON of every new message and of every change, until the answer is called. */
  listen(conversationId: string, hear: (json: string) => void): () => void;
  /** How many messages and changes came so far. */
  received(): number;
  close(): Promise<void>;
}

export async function startConnectorStub(): Promise<ConnectorStub> {
  const listeners = new Map<string, (json: string) => void>();
  let count = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const json = await text(request);
    count += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"id":"sent-${count}"}`);
    listeners.get(conversationOf(request.url ?? ''))?.(json);
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${portOf(server)}`;
  return {
    host,
    serviceUrl: `http://${host}/`,
    listen: (conversationId, hear) => {
      listeners.set(conversationId, hear);
      return () => {
        listeners.delete(conversationId);
      };
    },
    received: () => count,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function conversationOf(path: string): string {
  return decodeURIComponent(path.split('/')[3] ?? '');
}
