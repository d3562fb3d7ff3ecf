import { timingSafeEqual } from 'node:crypto';
import { jsonAnswer, type Answer } from './answer.ts';
import type { Call, Office, Settings } from './office.ts';
import { createDebugId, createToken } from './ids.ts';
import { oauthRefusal, outsideRefusal } from './refusal.ts';

/** `POST /v1/oauth2/token`: client credentials in Basic form for a bearer token. */
export function issueToken(office: Office, call: Call): Answer {
  const clientId = readClient(office.settings, call.headers.authorization);
  if (clientId === undefined) throw oauthRefusal('invalid_client');
  if (new URLSearchParams(call.body).get('grant_type') !== 'client_credentials') {
    throw oauthRefusal('unsupported_grant_type');
  }
  const { tokenLifetimeMs } = office.settings;
  const token = createToken();
  office.books.save({ token: { token, expiresAt: office.now() + tokenLifetimeMs } });
  return jsonAnswer(200, {
    scope: 'https://uri.paypal.com/services/payments/payment openid',
    access_token: token,
    token_type: 'Bearer',
    app_id: 'APP-80W284485P519543T',
    expires_in: Math.floor(tokenLifetimeMs / 1000),
    nonce: `${new Date(office.now()).toISOString()}${createDebugId()}`,
  });
}

/** Refuses a call without a bearer token that is ours and in time. @throws Refusal */
export function requireToken(office: Office, authorization: string | undefined): void {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw outsideRefusal('authentication_failure');
  const found = office.books.findToken(token);
  if (found === undefined || found.expiresAt <= office.now()) throw oauthRefusal('invalid_token');
}

function readClient(settings: Settings, authorization: string | undefined): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const secret = rest.join(':');
  const isKnown =
    clientId !== '' &&
    isSame(settings.clientId ?? clientId, clientId) &&
    isSame(settings.clientSecret ?? secret, secret);
  return isKnown ? clientId : undefined;
}

function isSame(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
