import { Argument } from 'commander';
import { webhookEventTypes } from '../../paypal-webhooks/webhook-event-types.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const webhookVerb: Verb = {
  summary: 'register, list or test the webhook at PayPal',
  help: 'Looks after the webhook of this shop.\n\n  register   subscribes PUBLIC_URL/webhooks/paypal and prints the id for PAYPAL_WEBHOOK_ID\n  list       what is registered\n  test       has PayPal send a made-up event',
  takes: (command) =>
    command.addArgument(new Argument('<what>', 'what to do').choices(['register', 'list', 'test'])),
  run: async (_values, environment, [what]) => {
    const config = readConfig(environment);
    const url = `${config.site.publicUrl}/webhooks/paypal`;
    return atMerchantDesk(config, async ({ webhooks }) => {
      const registered = await webhooks.listWebhooks();
      const ours = registered.find((webhook) => webhook.url === url);
      switch (what) {
        case 'list':
          for (const webhook of registered) say(`${webhook.webhookId}  ${webhook.url}`);
          return registered.length === 0 ? say('No webhook is registered.', 0) : 0;
        case 'register': {
          const webhook = ours ?? (await webhooks.registerWebhook(url, webhookEventTypes));
          return say(`Registered ${url}. Set PAYPAL_WEBHOOK_ID=${webhook.webhookId}`, 0);
        }
        case 'test': {
          if (ours === undefined)
            return say(`${url} is not registered. Run: chat-checkout webhook register`, 1);
          const eventType = 'PAYMENT.CAPTURE.COMPLETED';
          const eventId = await webhooks.simulateEvent({ webhookId: ours.webhookId, eventType });
          return say(
            `PayPal sends ${eventType} (${eventId}) to ${url}; the log of serve shows it as event_stored.`,
            0,
          );
        }
        default:
          return say('Say register, list or test.', 2);
      }
    });
  },
};
