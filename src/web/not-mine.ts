import { readGuardedForm } from './guards/guarded-form.ts';
import { seeOther } from './purchase-address.ts';
import type { Handler } from './site-context.ts';
import type { SiteParts } from './site-parts.ts';

/** "Not my order" changes nothing: a stranger's word decides nothing about somebody else's purchase. */
export function notMine(parts: SiteParts): Handler {
  return async (ctx) => {
    await readGuardedForm(parts, ctx, 'not-mine');
    seeOther(ctx, `${parts.origin}/goodbye`);
  };
}
