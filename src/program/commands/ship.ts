import { sendParcel } from '../../desk/ship.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const shipVerb: Verb = {
  summary: 'say that a confirmed purchase is on its way; told in the chat, its number to PayPal too',
  help: `Tells the shopper, once, that the goods are on their way, and PayPal's tracking of the order the parcel's number. Carrier and
number may be told later; what was told is never changed. A name of several words stands in quotes: "Deutsche Post".

A purchase that is not confirmed is refused, and one that was bought without shipping.`,
  takes: (command) =>
    command
      .argument('<checkout>', 'its id or receipt number')
      .argument('[carrier]', "its name, or PayPal's code for it: DHL, UPS, DE_DHL")
      .argument('[number]', 'as it stands on the label'),
  run: async (_values, environment, [word = '', carrier, number]) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const { kind, sentences } = await sendParcel(desk, word, carrier, number);
      for (const sentence of sentences) say(sentence);
      return exitCodes[kind];
    }),
};

const exitCodes = { told: 0, refused: 1, misunderstood: 2 } as const;
