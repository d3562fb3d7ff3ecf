import { Agent, type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Outgoing {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A thin client, so that the shoppers cost less than the program; redirects are left to them. */
export interface HttpClient {
  /** @throws Error when the status is not the one that is expected */
  call(address: string, expected: number, outgoing?: Outgoing): Promise<Reply>;
  close(): void;
}

export function createHttpClient(): HttpClient {
  const agent = new Agent({ keepAlive: true });
  return {
    call: async (address, expected, outgoing = {}) => {
      const reply = await send(agent, address, outgoing);
      if (reply.status === expected) return reply;
      const { pathname } = new URL(address);
      throw new Error(`${pathname} answered ${reply.status}, not ${expected}: ${reply.text.slice(0, 600)}`);
    },
    close: () => agent.destroy(),
  };
}

function send(agent: Agent, address: string, { method = 'GET', headers, body }: Outgoing): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(address, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const isPacked = incoming.headers['content-encoding'] === 'gzip';
        const text = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
