import type { Activity } from 'botbuilder';
import { z } from 'zod';

export type ParsedActivity =
  | { readonly kind: 'activity'; readonly activity: Activity }
  /** A channel's note from or to nobody in particular, as Facebook's page events are: there is nothing to answer. */
  | { readonly kind: 'unaddressed'; readonly fields: string }
  | { readonly kind: 'malformed'; readonly fields: string }
  | { readonly kind: 'too_large'; readonly fields: string };

/** Reads what a channel posted into botbuilder's shape; only the fields named below pass. */
export function parseActivity(body: unknown): ParsedActivity {
  const parsed = schema.safeParse(cutMail(body));
  if (parsed.success) return { kind: 'activity', activity: parsed.data };
  const { issues } = parsed.error;
  const fields = issues
    .map((issue) => issue.path.join('.'))
    .join(', ')
    .slice(0, 200);
  if (unaddressed.safeParse(body).success) return { kind: 'unaddressed', fields };
  return { kind: issues.every((issue) => issue.code === 'too_big') ? 'too_large' : 'malformed', fields };
}

const longestText = 28_000;
const deepestNesting = 32;

// Ids become parts of connector addresses, where dots would climb and a lone surrogate cannot be written.
const id = z
  .string()
  .min(1)
  .max(512)
  .refine((value) => value !== '.' && value !== '..' && !/\p{Surrogate}/u.test(value));

/** Channels send null for what they leave out. */
function optional<T extends z.ZodType>(type: T) {
  return type.nullish().transform((value) => value ?? undefined);
}

const name = optional(z.string().transform((value) => value.slice(0, 256)));
const word = optional(z.string().max(256));
const date = optional(
  z
    .string()
    .max(64)
    .transform((value) => {
      const parsed = new Date(value);
      return Number.isNaN(parsed.getTime()) ? undefined : parsed;
    }),
);
const free = z
  .unknown()
  .refine((value) => isShallow(value, deepestNesting))
  .optional();

const account = z.object({ id, name, aadObjectId: word, role: word });
const accounts = optional(z.array(account).max(2_000));

const entity = z
  .looseObject({
    type: z.string(),
    text: optional(z.string()),
    mentioned: optional(z.looseObject({ id: optional(z.string()) })),
  })
  .refine((value) => isShallow(value, deepestNesting));

/** Only how many there are and of what kind is read: one that does not say its kind costs nobody the text beside it. */
const attachments = z
  .array(z.object({ contentType: optional(z.string().max(256)) }).nullable())
  .max(250)
  .transform((some) => some.flatMap((one) => (one === null ? [] : [{ contentType: one.contentType ?? '' }])));

const party = optional(z.unknown());

const unaddressed = z
  .object({
    type: z.string().refine((type) => type !== 'message' && type !== 'invoke'),
    from: party,
    recipient: party,
    conversation: party,
  })
  .refine(({ from, recipient, conversation }) => [from, recipient, conversation].includes(undefined));

const schema = z
  .object({
    type: z.string().min(1).max(64),
    id: optional(id),
    channelId: z.string().min(1).max(64),
    serviceUrl: z.string().min(1).max(2_048),
    from: account,
    recipient: account,
    conversation: z.object({
      id,
      name,
      isGroup: optional(z.boolean()),
      conversationType: word,
      tenantId: word,
    }),
    text: optional(z.string().max(longestText)),
    textFormat: word,
    name: word,
    action: word,
    value: free,
    channelData: free,
    entities: optional(z.array(entity).max(250)),
    attachments: optional(attachments),
    membersAdded: accounts,
    membersRemoved: accounts,
    locale: optional(z.string().max(64)),
    timestamp: date,
    localTimestamp: date,
    localTimezone: word,
    replyToId: optional(id),
  })
  // botbuilder's type calls fields required that no channel sends; the fields above are the ones that are read.
  .transform((value): unknown => value)
  .pipe(z.custom<Activity>());

const mail = z.looseObject({ channelId: z.literal('email'), text: z.string() });

/** A mail carries its whole thread below what was written: that is no reason to leave it without an answer. */
function cutMail(body: unknown): unknown {
  const parsed = mail.safeParse(body);
  return parsed.success ? { ...parsed.data, text: parsed.data.text.slice(0, longestText) } : body;
}

/** Deep nesting would overflow the stack of whoever writes it as JSON again. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}
