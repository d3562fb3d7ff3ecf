import { readShopSettings } from '../../settings/shop-settings.ts';
import { sampleCatalog, serve } from '../serve.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';
import type { Verb } from './verb.ts';

export const serveVerb: Verb = {
  summary: 'start the shop: bot, site, and in development the chat page and the PayPal simulator',
  help: 'Starts everything and runs until SIGTERM or SIGINT. Settings come from the environment; see the README.',
  run: async (_values, environment) => {
    const running = await serve(await readShopSettings(environment, sampleCatalog()));
    await untilToldToStop();
    await running.stop();
    return 0;
  },
};
