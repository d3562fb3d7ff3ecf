import { z } from 'zod';

const Session = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  expires_in: z.number(),
});

export type Session = z.infer<typeof Session>;

/** Draws a token as the chat page does. */
export async function drawToken(url: string, wish: Record<string, unknown> = {}): Promise<Session> {
  const made = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    body: JSON.stringify(wish),
  });
  return Session.parse(await made.json());
}
