import { counted } from '../words/counted.ts';
import { oneLine } from '../words/one-line.ts';

type FindToken = () => Promise<string | undefined>;

/** Where the bot's token comes from, and whether it comes. */
export interface TokenWatch {
  readonly findToken: FindToken;
  /** `ok`, also where none is needed; `ok, …` with what is wrong while an older token was had; or why there is none. Never throws. */
  readonly check: () => Promise<string>;
}

/** Somebody who asks every second does not become a storm of sign-ins. */
const failureHoldsMs = 5_000;
const longestReason = 160;

export function watchTokens(ask: FindToken, now: () => number = () => performance.now()): TokenWatch {
  let obtainedAt: number | undefined;
  let failure: { readonly reason: string; readonly until: number } | undefined;
  const findToken: FindToken = async () => {
    try {
      const token = await ask();
      [obtainedAt, failure] = [now(), undefined];
      return token;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      failure = { reason: oneLine(said, longestReason), until: now() + failureHoldsMs };
      throw error;
    }
  };
  return {
    findToken,
    check: async () => {
      if (failure === undefined || now() >= failure.until) await findToken().catch(() => undefined);
      if (failure === undefined) return 'ok';
      if (obtainedAt === undefined) return `no token for the bot: ${failure.reason}`;
      return `ok, but no new token for the bot since ${toAge(now() - obtainedAt)}: ${failure.reason}`;
    },
  };
}

function toAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 2 ? counted(Math.floor(ms / 1_000), 'second') : counted(minutes, 'minute');
}
