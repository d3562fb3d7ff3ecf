import { Option } from 'commander';
import { listMerchantChats, newMerchantSentence, revokeMerchantChat } from '../../desk/merchant-chats.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { print } from '../say.ts';
import type { Verb } from './verb.ts';
import { wholeNumber } from './whole-number.ts';

export const merchantChatVerb: Verb = {
  summary: 'let a chat of yours hear what happens: prints a sentence to say there',
  help: `Prints a sentence. Whoever says it first to your bot, in a private chat and within ten minutes, hears there of every
sale, refund and dispute, and may ask for orders with their items and sums. Who paid is shown by the command alone. A
sentence lets one chat in; a new one ends the one before.`,
  takes: (command) =>
    command
      .addOption(
        new Option('--list', 'the chats: account, since when, last heard, how it stands').conflicts('revoke'),
      )
      .option('--revoke <number>', 'this chat of the list hears nothing more', wholeNumber(1, 999_999_999)),
  run: async ({ list, revoke }, environment) =>
    atMerchantDesk(readConfig(environment), async ({ store: { merchantChats }, keys }) => {
      const { isDone, lines } =
        list === true
          ? await listMerchantChats(merchantChats)
          : revoke === undefined
            ? await newMerchantSentence(merchantChats, keys)
            : await revokeMerchantChat(merchantChats, Number(revoke));
      print(lines.map((line) => `${line}\n`).join(''));
      return isDone ? 0 : 1;
    }),
};
