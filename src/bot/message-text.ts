import type { Activity } from 'botbuilder';
import { mailText } from './mail-text.ts';
import { isBotMention, mentionsOf, namesOfBot } from './mentions.ts';

type Said = { readonly activity: Activity };

/** Stands for a mention of the bot until the text is cut there; a shopper's own has no meaning either. */
const here = '\uFFFC';

/** What the shopper typed, without mentions of the bot, in whatever form the channel writes them. */
export function messageText({ activity }: Said): string {
  return withoutSlash(join(markMentions(activity).split(here)));
}

/** Whether the bot is spoken to by name: in a group it answers small talk only then. */
export function isMentioned({ activity }: Said): boolean {
  // Telegram marks each message of a group with the bot that gets it, whoever is spoken to.
  const isTold =
    activity.channelId !== 'telegram' && mentionsOf(activity).some(({ id }) => id === activity.recipient.id);
  return isTold || markMentions(activity).includes(here);
}

/** The text with `here` in place of each mention of the bot. */
function markMentions(activity: Activity): string {
  const mentions = mentionsOf(activity);
  const own = mentions.filter(isBotMention(activity));
  const names = namesOfBot(activity, own);
  const forms = own.flatMap(({ text }) => (text === undefined ? [] : [decode(activity, text).trim()]));
  const plain = decode(activity, said(activity)).trim();
  const tagged = forms
    .filter((form) => form.startsWith('<') && form.length > 1)
    .reduce((text, form) => text.replaceAll(form, here), plain)
    .replaceAll(tag, (whole, inner: string) => (isName(inner, names) ? here : whole));
  const marked = markSigns(activity, markFirst(tagged, forms), names);
  const isOthers = own.length < mentions.length;
  // A channel may write another name than it tells of; the first tag is the bot's when nobody else is named.
  return own.length > 0 && !isOthers && !marked.includes(here) ? marked.replace(firstTag, here) : marked;
}

const tag = /<at(?:\s[^<>]{0,200})?>([^<>]{0,256})<\/at>/giu;
const firstTag = /^<at(?:\s[^<>]{0,200})?>[^<>]{0,256}<\/at>/iu;

/** An empty tag is what some clients leave of a mention. */
function isName(inner: string, names: ReadonlySet<string>): boolean {
  return inner.trim() === '' || names.has(inner.trim().toLowerCase());
}

/** A mention that is written as a bare name is one only in front: the name may be a word of the shop. */
function markFirst(text: string, forms: readonly string[]): string {
  const first = forms.find((form) => /^[^<@]/u.test(form) && text.startsWith(form));
  return first === undefined || startsWithLetter(text.slice(first.length))
    ? text
    : here + text.slice(first.length);
}

/** Marks `@name`, also where it hangs on a Telegram command or number: `/cart@ShopBot`. */
function markSigns({ channelId }: Activity, text: string, names: ReadonlySet<string>): string {
  const longestFirst = [...names].toSorted((one, other) => other.length - one.length);
  const [before = '', ...parts] = text.split('@');
  let marked = before;
  for (const part of parts) {
    const name = longestFirst.find(
      (one) => part.slice(0, one.length).toLowerCase() === one && !startsWithLetter(part.slice(one.length)),
    );
    const mayStand = channelId === 'telegram' || !/[\p{L}\p{N}_.+-]$/u.test(marked);
    marked += name !== undefined && mayStand ? here + part.slice(name.length) : `@${part}`;
  }
  return marked;
}

/** Also the rest of a host: `@shop.example` is no mention. */
function startsWithLetter(rest: string): boolean {
  return /^(?:[.-]?[\p{L}\p{N}_])/u.test(rest);
}

/** People write "@Shop, cart" and "cart, @Shop!": what sets the mention off belongs to it. */
function join([before = '', ...after]: readonly string[]): string {
  const first = after.length === 0 ? before : before.trimEnd().replace(/,$/u, '');
  const rest = after.map((part) => part.trim().replace(/^(?:[,:;.!]{1,3}|[–—-]{1,2}(?=\s))/u, ''));
  return [first, ...rest]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** Commands of Telegram, and of people who know them: `/new_link` is "new link". */
function withoutSlash(text: string): string {
  return text.replace(/^\/([\p{L}\p{N}][\p{L}\p{N}_]{0,63})(?=\s|$)/u, (_whole, word: string) =>
    word.replaceAll('_', ' '),
  );
}

const meanings: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00A0' };

/** Teams and Slack write some characters as HTML does. */
function decode({ channelId }: Activity, text: string): string {
  if (channelId !== 'msteams' && channelId !== 'slack') return text;
  return text.replaceAll(/&(amp|lt|gt|nbsp);/gu, (whole, name: string) => meanings[name] ?? whole);
}

/** The library's type says string; a channel may leave it out. */
function said({ channelId, text }: Activity): string {
  const known: string | undefined = text;
  return channelId === 'email' ? mailText(known ?? '') : (known ?? '');
}
