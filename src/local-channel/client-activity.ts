import { z } from 'zod';
import { Refusal } from './answers.ts';
import { type Mask, maskDeep } from './mask-deep.ts';
import type { ActivityBody } from './transcript.ts';

/** What a client may say. Who says it, where and when is the server's to fill in, so those fields are not even read. */
const shared = {
  channelData: z.record(z.string(), z.unknown()).optional(),
  entities: z
    .array(z.record(z.string(), z.unknown()).nullable())
    .transform((entities) => entities.filter((entity) => entity !== null))
    .optional(),
  value: z.unknown().optional(),
  valueType: z.string().optional(),
  replyToId: z.string().max(200).optional(),
  locale: z.string().optional(),
  localTimestamp: z.string().optional(),
  localTimezone: z.string().max(100).optional(),
};

const clientActivity = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    ...shared,
    text: z.string().optional(),
    speak: z.string().optional(),
    attachments: z.array(z.unknown()).max(0, 'This chat takes no attachments.').optional(),
  }),
  z.object({ type: z.literal('event'), ...shared, name: z.string().min(1).max(200) }),
  z.object({ type: z.literal('typing'), ...shared }),
]);

const localTime = z.iso.datetime({ offset: true });
const deepest = 40;

/** @throws Refusal 400 */
export function parseClientActivity(body: unknown): ActivityBody {
  const parsed = clientActivity.safeParse(withoutNulls(body));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal(400, 'BadArgument', `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const { locale, localTimestamp, ...rest } = parsed.data;
  return {
    ...rest,
    ...(rest.type === 'message' ? { textFormat: 'plain' } : {}),
    ...(locale !== undefined && isLocale(locale) ? { locale } : {}),
    ...(localTimestamp !== undefined && localTime.safeParse(localTimestamp).success
      ? { localTimestamp }
      : {}),
  };
}

/** Clients write null where they mean nothing, and Direct Line bears it in every field. */
function withoutNulls(body: unknown): unknown {
  const fields = z.record(z.string(), z.unknown()).safeParse(body);
  if (!fields.success) return body;
  return Object.fromEntries(Object.entries(fields.data).filter(([, value]) => value !== null));
}

/**
 * What is kept and shown of it: card numbers masked, the ids and times by which a client knows its own message as they
 * were. @throws Refusal 400
 */
export function toKept(mask: Mask, activity: ActivityBody): ActivityBody {
  const { channelData, localTimestamp, ...rest } = activity;
  try {
    const masked = z.record(z.string(), z.unknown()).parse(maskDeep(mask, rest, deepest));
    return {
      ...masked,
      ...(localTimestamp === undefined ? {} : { localTimestamp }),
      ...(channelData === undefined ? {} : { channelData: maskChannelData(mask, channelData) }),
    };
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal(400, 'BadArgument', 'The activity is nested too deep.');
    throw error;
  }
}

function maskChannelData(mask: Mask, channelData: unknown): unknown {
  const parsed = z.record(z.string(), z.unknown()).parse(channelData);
  const known = ['clientActivityID', 'clientTimestamp'].filter((key) => typeof parsed[key] === 'string');
  const masked = z.record(z.string(), z.unknown()).parse(maskDeep(mask, parsed, deepest));
  return { ...masked, ...Object.fromEntries(known.map((key) => [key, parsed[key]])) };
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
