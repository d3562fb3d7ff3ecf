import { readShopSettings } from '../../settings/shop-settings.ts';
import { sampleCatalog } from '../sample-catalog.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';
import type { Verb } from './verb.ts';

export const serveVerb: Verb = {
  summary: 'start the shop: bot, site, and in development the chat page and the PayPal simulator',
  help: 'Starts everything and runs until SIGTERM or SIGINT. Settings come from the environment; see the README.',
  run: async (_values, environment) => {
    // Loaded when it is asked for: the other verbs start in a third of the time without the bot and the site.
    const { serve } = await import('../serve.ts');
    const running = await serve(await readShopSettings(environment, sampleCatalog()));
    await untilToldToStop();
    await running.stop();
    return 0;
  },
};
