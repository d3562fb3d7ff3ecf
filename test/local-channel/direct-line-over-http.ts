import { z } from 'zod';

export const Session = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  expires_in: z.number(),
});
const ActivitySet = z.object({
  watermark: z.string(),
  activities: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      timestamp: z.string(),
      text: z.string().optional(),
      from: z.object({ id: z.string(), name: z.string(), role: z.string().optional() }),
    }),
  ),
});

export type Session = z.infer<typeof Session>;
export type ActivitySet = z.infer<typeof ActivitySet>;

/** Draws a token as the chat page does. */
export async function drawToken(url: string, wish: Record<string, unknown> = {}): Promise<Session> {
  const made = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    body: JSON.stringify(wish),
  });
  return Session.parse(await made.json());
}

export async function callDirectLine(
  url: string,
  session: Pick<Session, 'token'>,
  path: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${url}/v3/directline${path}`, {
    method: options.method ?? 'GET',
    headers: {
      authorization: `Bearer ${session.token}`,
      'content-type': 'application/json',
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
  });
}

export async function postActivity(url: string, session: Session, activity: unknown): Promise<Response> {
  const path = `/conversations/${session.conversationId}/activities`;
  return callDirectLine(url, session, path, { method: 'POST', body: activity });
}

export async function readActivities(url: string, session: Session, watermark = ''): Promise<ActivitySet> {
  const path = `/conversations/${session.conversationId}/activities?watermark=${watermark}`;
  return ActivitySet.parse(await (await callDirectLine(url, session, path)).json());
}
