import { TurnContext } from 'botbuilder';
import { parseActivity } from '../../src/bot-framework/activity.ts';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { incoming } from '../stage/incoming.ts';

/** A turn of the bot as a channel's activity begins it. */
export function turn(fields: Record<string, unknown> = {}): TurnContext {
  const parsed = parseActivity(incoming('http://127.0.0.1:1/', fields));
  if (parsed.kind !== 'activity') throw new Error(parsed.fields);
  const adapter = createAdapter({ settings: {}, serviceHosts: [], log: () => undefined });
  return new TurnContext(adapter, parsed.activity);
}
