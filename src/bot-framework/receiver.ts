import type { Activity, TurnContext } from 'botbuilder';
import type { LogFields } from '../checkout/ports.ts';
import { parseActivity } from './activity.ts';
import type { GuardedAdapter } from './adapter.ts';
import type { Authenticated } from './authentication.ts';
import { Unauthorized } from './claims.ts';
import { isOwnVoice } from './own-voice.ts';
import { isLoopbackUrl, isServiceUrlAllowed } from './service-hosts.ts';
import { createTurns } from './turns.ts';
import type { Turns } from './turns.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Takes activities from a channel to the bot. */
export interface Receiver {
  /** Resolves when the turn is over. */
  receive(request: { readonly authorization: string; readonly body: unknown }): Promise<Answer>;
  /** Resolves when no turn is under way. */
  settled(): Promise<void>;
}

export interface ReceiverOptions {
  readonly adapter: Pick<GuardedAdapter, 'authenticate' | 'runTurn'>;
  /** False without a registration: then everybody may be anybody, and only this machine is served. */
  readonly isAuthenticated: boolean;
  readonly serviceHosts: readonly string[];
  readonly onTurn: (context: TurnContext) => Promise<void>;
  readonly log: (event: string, fields: LogFields) => void;
  /** Milliseconds since any moment, to know how long a turn took; only tests set it. */
  readonly now?: (() => number) | undefined;
}

const handledTypes = new Set([
  'message',
  'messageUpdate',
  'messageDelete',
  'event',
  'conversationUpdate',
  'installationUpdate',
  'invoke',
  'typing',
]);

/** Events that botbuilder believes to be its own; from outside they would sign somebody in or continue a dialog. */
const internalEvents = new Set(['tokens/response', 'continueconversation', 'createconversation']);

const slowTurnMs = 5_000;

export function createReceiver(options: ReceiverOptions): Receiver {
  const turns = createTurns();
  const inFlight = new Map<string, Promise<Answer>>();
  return {
    async receive({ authorization, body }) {
      const parsed = parseActivity(body);
      if (parsed.kind === 'unaddressed') return { status: 200 };
      if (parsed.kind === 'malformed')
        return refusal(400, `The activity is not well formed: ${parsed.fields}.`);
      if (parsed.kind === 'too_large') return refusal(413, `The activity is too large: ${parsed.fields}.`);
      const { activity } = parsed;
      if (!mayAnswer(activity, options)) return refusal(400, 'The bot does not answer to this serviceUrl.');
      const authenticated = await authenticate(activity, authorization, options);
      if ('status' in authenticated) return authenticated;
      if (isNoTurn(activity)) return { status: 200 };
      return once(inFlight, activity, async () => runTurn(activity, authenticated, turns, options));
    },
    settled: async () => turns.settled(),
  };
}

function mayAnswer({ serviceUrl }: Activity, { isAuthenticated, serviceHosts }: ReceiverOptions): boolean {
  return isServiceUrlAllowed(serviceUrl, serviceHosts) && (isAuthenticated || isLoopbackUrl(serviceUrl));
}

async function authenticate(
  activity: Activity,
  authorization: string,
  { adapter, isAuthenticated, log }: ReceiverOptions,
): Promise<Authenticated | Answer> {
  if (isAuthenticated && authorization === '')
    return refusal(401, 'A token of the Bot Framework is required.');
  try {
    return await adapter.authenticate(activity, authorization);
  } catch (error) {
    const unauthorized = error instanceof Unauthorized;
    log(unauthorized ? 'activity_refused' : 'authentication_failed', {
      channelId: activity.channelId,
      reason: String(unauthorized ? (error.cause ?? error) : error).slice(0, 300),
    });
    return unauthorized
      ? refusal(401, 'The token is not one for this bot and this activity.')
      : refusal(503, 'The token cannot be checked now. Please try again.');
  }
}

function isNoTurn(activity: Activity): boolean {
  const isHandled = handledTypes.has(activity.type) && !isFeedback(activity);
  return !isHandled || isInternal(activity) || isOwnVoice(activity);
}

/** Teams' thumbs up or down below a message: it shows an error to who pressed them unless it hears a plain 200. */
function isFeedback({ type, name }: Activity): boolean {
  return type === 'invoke' && name === 'message/submitAction';
}

function isInternal({ type, name }: Activity): boolean {
  return type === 'event' && internalEvents.has((name ?? '').toLowerCase());
}

/** Channels deliver an activity again when they are unsure; a copy that meets the first gets the answer of the first. */
async function once(
  inFlight: Map<string, Promise<Answer>>,
  activity: Activity,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (activity.id === undefined) return run();
  const key = JSON.stringify([activity.channelId, activity.conversation.id, activity.id]);
  const first = inFlight.get(key);
  if (first !== undefined) return first;
  const answer = run().finally(() => inFlight.delete(key));
  inFlight.set(key, answer);
  return answer;
}

async function runTurn(
  activity: Activity,
  authenticated: Authenticated,
  turns: Turns,
  { adapter, onTurn, log, now = () => performance.now() }: ReceiverOptions,
): Promise<Answer> {
  const { channelId, conversation, id: activityId } = activity;
  const turn = turns.run(JSON.stringify([channelId, conversation.id]), async () => {
    const startedAt = now();
    const response = await adapter.runTurn(activity, authenticated, onTurn);
    const durationMs = Math.round(now() - startedAt);
    if (durationMs > slowTurnMs) log('turn_slow', { activityId, channelId, durationMs });
    return response;
  });
  if (turn === undefined) return refusal(429, 'Too many activities of this conversation are waiting.');
  try {
    const response = await turn;
    return response === undefined ? { status: 200 } : { status: response.status, body: response.body };
  } catch (error) {
    log('turn_unanswered', {
      activityId,
      channelId,
      error: error instanceof Error ? error.stack : String(error),
    });
    return refusal(500, 'The turn failed.');
  }
}

function refusal(status: number, error: string): Answer {
  return { status, body: { error } };
}
