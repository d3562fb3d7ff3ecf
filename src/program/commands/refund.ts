import { giveBack } from '../../desk/refund.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const refundVerb: Verb = {
  summary: 'give a payment back, all of it or a part',
  help: "Gives back all that is left, or an amount such as 12.50 in the payment's currency. The shopper is told in the chat.",
  takes: (command) =>
    command
      .argument('<checkout>', 'its id or receipt number')
      .argument('[amount]', 'such as 12.50; all that is left when missing'),
  run: async (_values, environment, [word = '', amount]) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const { kind, sentence } = await giveBack(desk, word, amount);
      return say(sentence, exitCodes[kind]);
    }),
};

const exitCodes = { given: 0, refused: 1, misunderstood: 2 } as const;
