import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** A channel's connector service on this machine that records what it gets and answers as told. */
export interface ConnectorStub {
  readonly host: string;
  readonly serviceUrl: string;
  readonly requests: Recorded[];
  /** How each later request is answered; the usual answer is 200 with an id. */
  answer(how: (response: ServerResponse, request: Recorded) => void): void;
  close(): Promise<void>;
}

export async function startConnectorStub(): Promise<ConnectorStub> {
  const requests: Recorded[] = [];
  let how = (response: ServerResponse, _request: Recorded): void => {
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ id: `sent-${requests.length}` }));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = await record(request);
    requests.push(recorded);
    how(response, recorded);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${addressOf(server.address()).port}`;
  return {
    host,
    serviceUrl: `http://${host}/connector/`,
    requests,
    answer(next) {
      how = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Refuses what Teams refuses: more than ten cards, and more than 40 KB. */
export function answerAsTeams(response: ServerResponse, { body }: Recorded): void {
  const { attachments } = body;
  const isTooMany = Array.isArray(attachments) && attachments.length > 10;
  const isTooLarge = JSON.stringify(body).length > 40 * 1024;
  if (isTooLarge) response.statusCode = 413;
  if (isTooMany) response.statusCode = 400;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'sent' }));
}

/** Has no cards at all, though the bot believes so. */
export function answerWithoutCards(response: ServerResponse, { body }: Recorded): void {
  if (body['attachments'] !== undefined) response.statusCode = 400;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'sent' }));
}

async function record(request: IncomingMessage): Promise<Recorded> {
  const body = await text(request);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: body === '' ? {} : JSON.parse(body) };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address;
}
