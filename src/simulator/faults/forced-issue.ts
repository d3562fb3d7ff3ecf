import { z } from 'zod';
import type { Call } from '../office.ts';
import { outsideCatalogue } from '../errors.ts';
import { findRow, outsideRefusal, refusal, type CatalogueOperation, type OutsideName } from '../refusal.ts';

const mockHeaderSchema = z.object({ mock_application_codes: z.string() });

/**
 * The refusal that the caller or a tester asked for: by an arranged fault, or by PayPal's negative testing, the
 * header `PayPal-Mock-Response: {"mock_application_codes": "INSTRUMENT_DECLINED"}`.
 */
export function findForcedIssue(operation: CatalogueOperation, call: Call): string | undefined {
  const issue = typeof call.fault === 'object' ? call.fault.issue : readMockHeader(call);
  if (issue === undefined || findRow(operation, issue) !== undefined) return issue;
  const outside = issue.toLowerCase();
  throw outsideRefusal(isOutside(outside) ? outside : 'invalid_request');
}

/** The same, thrown at once, for operations that keep nothing of it. @throws Refusal */
export function refuseForcedIssue(operation: CatalogueOperation, call: Call): void {
  const issue = findForcedIssue(operation, call);
  if (issue !== undefined) throw refusal(operation, [{ issue }]);
}

function readMockHeader(call: Call): string | undefined {
  const header = call.headers['paypal-mock-response'];
  if (typeof header !== 'string') return undefined;
  try {
    return mockHeaderSchema.parse(JSON.parse(header)).mock_application_codes;
  } catch {
    throw outsideRefusal('invalid_request');
  }
}

function isOutside(name: string): name is OutsideName {
  return Object.hasOwn(outsideCatalogue, name);
}
