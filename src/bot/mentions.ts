import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** Who is named in a message, by what the channel tells beside the text. Each part may be missing. */
export interface Mention {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** How the channel says that the mention is written in the text. */
  readonly text: string | undefined;
}

const entitySchema = z.looseObject({
  type: z.string().regex(/^mention$/iu),
  // A part that is left out is not the same to zod as one of a type that nobody knows.
  text: z.unknown().optional(),
  mentioned: z
    .looseObject({ id: z.unknown().optional(), name: z.unknown().optional() })
    .nullish()
    .catch(undefined),
});

export function mentionsOf({ entities }: Pick<Partial<Activity>, 'entities'>): readonly Mention[] {
  return (entities ?? []).flatMap((entity) => {
    const parsed = entitySchema.safeParse(entity);
    if (!parsed.success) return [];
    const { text, mentioned } = parsed.data;
    return [{ id: word(mentioned?.id), name: word(mentioned?.name), text: word(text) }];
  });
}

/** Whether a mention is the bot's: by its id; where there is none by its name; and one that tells nothing may be. */
export function isBotMention({ recipient }: Pick<Activity, 'recipient'>): (mention: Mention) => boolean {
  return ({ id, name, text }) => {
    if (id !== undefined) return id === recipient.id;
    const written = name ?? nameIn(text);
    const own = word(recipient.name);
    return written === undefined || own === undefined || toKey(written) === toKey(own);
  };
}

/** The names by which the bot is called in the text, in lower case. */
export function namesOfBot(
  { channelId, recipient }: Pick<Activity, 'channelId' | 'recipient'>,
  own: readonly Mention[],
): ReadonlySet<string> {
  const told = own.flatMap(({ name, text }) => [name, nameIn(text)]);
  // In Telegram people are called by their user names, which are the ids of bots.
  const ids = channelId === 'telegram' ? [recipient.id] : [];
  return new Set(
    [word(recipient.name), ...told, ...ids].flatMap((name) => (name === undefined ? [] : [toKey(name)])),
  );
}

/** The name of `<at>Shop</at>` or `@shop`. */
function nameIn(text: string | undefined): string | undefined {
  return word(
    /^<at(?:\s[^<>]{0,200})?>([^<>]{1,256})<\/at>$|^@(.{1,256})$/iu
      .exec(text?.trim() ?? '')
      ?.slice(1)
      .join(''),
  );
}

function toKey(name: string): string {
  return name.trim().toLowerCase();
}

/** The text, or undefined where there is none that says something. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
