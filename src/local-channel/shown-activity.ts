import { z } from 'zod';
import type { ActivityBody, StoredActivity } from './transcript.ts';

/** Pushes as one reader gets them, in the order of the conversation: an updated activity stands in its old place. */
export function toShown(pushes: readonly StoredActivity[], readerId: string, botId: string): ActivityBody[] {
  return pushes
    .toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp))
    .map((push) => toShownActivity(push, readerId, botId));
}

const sender = z.object({ id: z.string(), name: z.string() });
const sentByButton = z.object({ postBack: z.literal(true) });

/**
 * Another member's `channelData` is left out: with a copied client id in it, one member could overwrite what another
 * said. Nor has another member a role, since Web Chat takes `user` for its reader.
 */
function toShownActivity(push: StoredActivity, readerId: string, botId: string): ActivityBody {
  const activity: ActivityBody = { ...push.body, id: push.id, timestamp: push.timestamp };
  if (push.author === readerId || push.author === botId) return activity;
  const { channelData, ...rest } = activity;
  const postBack = sentByButton.safeParse(channelData);
  return {
    ...rest,
    from: sender.parse(activity['from']),
    ...(postBack.success ? { channelData: postBack.data } : {}),
  };
}
