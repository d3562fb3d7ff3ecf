import { resend } from '../../desk/resend.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const resendVerb: Verb = {
  summary: 'tell your webhook once more what happened to a purchase',
  help: `An event by its id (msg_…), or all there were of a checkout, by its id or receipt number. The ids stay as they were, so
that your program knows them again. The running shop sends them at once, and tries for a day as it does with new ones.`,
  takes: (command) => command.argument('<event>', 'its id, or the id or receipt number of a checkout'),
  run: async (_values, environment, [word = '']) => {
    const config = readConfig(environment);
    return atMerchantDesk(config, async ({ store }) => {
      const { isDone, sentence } = await resend(store, word);
      if (!isDone) return say(sentence, 1);
      const next =
        config.merchantWebhook === undefined
          ? 'MERCHANT_WEBHOOK_URL is not set here: nothing is told until the shop runs with it.'
          : 'A running shop tells your webhook at once.';
      return say(`${sentence} ${next}`);
    });
  },
};
