import type { Activity, ConversationReference, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { LogFields } from '../checkout/ports.ts';
import { idempotencyKey } from './adapter.ts';
import type { GuardedAdapter } from './adapter.ts';
import { ConnectorError } from './connector-error.ts';
import { isServiceUrlAllowed } from './service-hosts.ts';

export type Sent =
  | { readonly kind: 'sent'; readonly activityId: string | undefined }
  | {
      readonly kind: 'retry';
      readonly afterMs?: number;
      readonly reason: string;
      /** It may have been shown all the same. */
      readonly isUnclear?: true;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

export type Opened =
  { readonly kind: 'opened'; readonly conversationReference: string } | Exclude<Sent, { kind: 'sent' }>;

/** Speaks first in a conversation that a stored reference (JSON) names. */
export interface Proactive {
  send(
    conversationReference: string,
    activity: Partial<Activity>,
    options?: { readonly idempotencyKey?: string },
  ): Promise<Sent>;
  /** The reference (JSON) of the personal conversation with the reference's user, where the channel opens one. */
  openPersonal(conversationReference: string): Promise<Opened>;
  /** Replaces what was sent before, where the channel can. */
  update(conversationReference: string, activityId: string, activity: Partial<Activity>): Promise<Sent>;
}

export interface ProactiveOptions {
  readonly adapter: Pick<GuardedAdapter, 'continueConversationAsync' | 'openPersonal'>;
  /** Empty without a registration. */
  readonly appId: string;
  readonly serviceHosts: readonly string[];
  readonly log: (event: string, fields: LogFields) => void;
}

export function createProactive(options: ProactiveOptions): Proactive {
  return {
    send: async (reference, activity, more = {}) =>
      speak(options, reference, async (context) => {
        if (more.idempotencyKey !== undefined) context.turnState.set(idempotencyKey, more.idempotencyKey);
        return (await context.sendActivity(activity))?.id;
      }),
    openPersonal: async (json) => openPersonal(options, json),
    update: async (reference, activityId, activity) =>
      speak(options, reference, async (context) => {
        const updated = await context.updateActivity({ ...activity, id: activityId });
        return updated === undefined ? activityId : updated.id;
      }),
  };
}

async function openPersonal({ adapter, serviceHosts }: ProactiveOptions, json: string): Promise<Opened> {
  const reference = parseReference(json);
  if (reference === undefined) return { kind: 'impossible', reason: 'bad_reference' };
  if (!isServiceUrlAllowed(reference.serviceUrl, serviceHosts))
    return { kind: 'impossible', reason: 'host_not_allowed' };
  try {
    const id = await adapter.openPersonal(reference);
    if (id === undefined) return { kind: 'impossible', reason: 'no_conversation' };
    const { tenantId } = reference.conversation;
    const conversation = { id, isGroup: false, conversationType: 'personal', tenantId };
    return {
      kind: 'opened',
      conversationReference: JSON.stringify({ ...reference, activityId: undefined, conversation }),
    };
  } catch (error) {
    return toSent(error);
  }
}

async function speak(
  { adapter, appId, serviceHosts, log }: ProactiveOptions,
  json: string,
  act: (context: TurnContext) => Promise<string | undefined>,
): Promise<Sent> {
  const reference = parseReference(json);
  if (reference === undefined) return { kind: 'impossible', reason: 'bad_reference' };
  if (!isServiceUrlAllowed(reference.serviceUrl, serviceHosts))
    return { kind: 'impossible', reason: 'host_not_allowed' };
  let activityId: string | undefined;
  try {
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      activityId = await act(context);
    });
    return { kind: 'sent', activityId: activityId === '' ? undefined : activityId };
  } catch (error) {
    const sent = toSent(error);
    log('proactive_failed', {
      channelId: reference.channelId,
      kind: sent.kind,
      reason: String(error).slice(0, 300),
    });
    return sent;
  }
}

function toSent(error: unknown): Exclude<Sent, { kind: 'sent' }> {
  // A fault of our own may be gone with the next try, which the caller counts.
  if (!(error instanceof ConnectorError)) return { kind: 'retry', reason: 'fault' };
  const reason = error.status === undefined ? error.fault : `${error.fault} ${error.status}`;
  if (!error.mayRetry) return { kind: 'impossible', reason };
  if (error.mayHaveArrived) return { kind: 'retry', reason, isUnclear: true };
  return error.afterMs === undefined
    ? { kind: 'retry', reason }
    : { kind: 'retry', afterMs: error.afterMs, reason };
}

const account = z.looseObject({ id: z.string().min(1) });
const referenceSchema = z
  .looseObject({
    channelId: z.string().min(1),
    serviceUrl: z.string().min(1),
    conversation: account,
    bot: account,
    user: account.optional(),
  })
  .transform((value): unknown => value)
  .pipe(z.custom<ConversationReference>());

function parseReference(json: string): ConversationReference | undefined {
  try {
    return referenceSchema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
