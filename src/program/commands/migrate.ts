import { readConfig } from '../../settings/config.ts';
import { openStore } from '../../store/store.ts';
import { newHolder } from '../../worker/worker.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

export const migrateVerb: Verb = {
  summary: 'bring the database up to date (serve does it too)',
  help: 'Applies the migrations that are missing and names them.',
  run: async (_values, environment) => {
    const store = await openStore({ url: readConfig(environment).databaseUrl, holder: newHolder() });
    try {
      const applied = await store.migrate();
      say(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
    } finally {
      await store.close();
    }
    return 0;
  },
};
