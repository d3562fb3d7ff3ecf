import { jsonAnswer, type Answer } from './answer.ts';
import { catalogue, oauthErrors, outsideCatalogue } from './errors.ts';

export type CatalogueOperation = keyof typeof catalogue;
export type OutsideName = keyof typeof outsideCatalogue;

/** One entry of an error body's `details`; `field` is a JSON pointer into the body. */
export interface Detail {
  readonly issue: string;
  readonly field?: string;
  readonly value?: string;
  readonly location?: 'body' | 'path' | 'query';
}

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
}

/** Thrown by an operation that says no; the gateway turns it into the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: (debugId: string) => Answer;

  constructor(message: string, answer: (debugId: string) => Answer) {
    super(message);
    this.answer = answer;
  }
}

const namesByStatus: Readonly<Record<number, { readonly name: string; readonly message: string }>> = {
  400: {
    name: 'INVALID_REQUEST',
    message: 'Request is not well-formed, syntactically incorrect, or violates schema.',
  },
  401: {
    name: 'AUTHENTICATION_FAILURE',
    message:
      'Authentication failed due to missing authorization header, or invalid authentication credentials.',
  },
  403: { name: 'NOT_AUTHORIZED', message: 'Authorization failed due to insufficient permissions.' },
  404: { name: 'RESOURCE_NOT_FOUND', message: 'The specified resource does not exist.' },
  422: {
    name: 'UNPROCESSABLE_ENTITY',
    message:
      'The requested action could not be performed, semantically incorrect, or failed business validation.',
  },
};

/** A row of the catalogue, or undefined where PayPal's document has none for this operation. */
export function findRow(
  operation: CatalogueOperation,
  issue: string,
): { readonly status: number; readonly description: string | undefined } | undefined {
  for (const [status, rows] of Object.entries<Record<string, string | undefined>>(catalogue[operation])) {
    if (Object.hasOwn(rows, issue)) return { status: Number(status), description: rows[issue] };
  }
  return undefined;
}

/** Builds a refusal from rows of the catalogue; the first one gives the status. */
export function refusal(
  operation: CatalogueOperation,
  details: readonly Detail[],
  links: readonly Link[] = [],
): Refusal {
  const rows = details.map((detail) => ({ detail, row: findRow(operation, detail.issue) }));
  const status = rows[0]?.row?.status ?? 500;
  const words = namesByStatus[status];
  if (words === undefined) throw new Error(`${operation} has no row ${details[0]?.issue ?? '(none)'}`);
  return new Refusal(details.map((detail) => detail.issue).join(', '), (debugId) =>
    jsonAnswer(status, {
      ...words,
      details: rows
        .filter(({ row }) => row?.status === status)
        .map(({ detail, row }) => toDetailBody(detail, row?.description)),
      debug_id: debugId,
      links: [...links, informationLink(details[0]?.issue ?? words.name)],
    }),
  );
}

/** Builds one of the refusals that the catalogue lacks. */
export function outsideRefusal(
  name: OutsideName,
  headers: Readonly<Record<string, string>> = {},
  said?: Detail,
): Refusal {
  return new Refusal(name, (debugId) => {
    const row = outsideCatalogue[name];
    const code = name.toUpperCase();
    const detail = 'issue' in row ? { issue: row.issue, description: row.description } : said;
    const details = detail === undefined ? {} : { details: [detail] };
    const body = {
      name: code,
      message: row.message,
      ...details,
      debug_id: debugId,
      links: [informationLink(code)],
    };
    return jsonAnswer(row.status, body, headers);
  });
}

/** Builds a refusal of the sign-in, in OAuth's form. */
export function oauthRefusal(error: keyof typeof oauthErrors): Refusal {
  const { status, error_description } = oauthErrors[error];
  const headers: Readonly<Record<string, string>> =
    status === 401 ? { 'www-authenticate': 'Basic realm="PayPal simulator"' } : {};
  return new Refusal(error, () => jsonAnswer(status, { error, error_description }, headers));
}

function toDetailBody(detail: Detail, description: string | undefined): Record<string, unknown> {
  return { ...detail, description };
}

function informationLink(code: string): Link {
  return {
    href: `https://developer.paypal.com/api/rest/reference/orders/v2/errors/#${code}`,
    rel: 'information_link',
    method: 'GET',
  };
}
