import { ActivityTypes, CloudAdapter } from 'botbuilder';
import type {
  Activity,
  ConversationReference,
  InvokeResponse,
  ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { LogFields } from '../checkout/ports.ts';
import { GuardedAuthentication } from './authentication.ts';
import type { Authenticated, CredentialsFactory } from './authentication.ts';
import { createConnector } from './connector.ts';
import type { Connector } from './connector.ts';
import { isContinuation } from './continuation.ts';
import { watchTokens } from './token-watch.ts';
import { createTurnErrorHandler } from './turn-error.ts';

export interface AdapterOptions {
  /** MicrosoftAppId and the other names that botbuilder's ConfigurationBotFrameworkAuthentication reads. */
  readonly settings: Readonly<Record<string, string>>;
  /** Exact hosts that the bot may send to, with the port where it is not the usual one. */
  readonly serviceHosts: readonly string[];
  /** For a whole call to a channel, its token included; and for the keys of incoming tokens. */
  readonly connectorTimeoutMs?: number;
  /** Where the bot's own token comes from; by default from the settings. */
  readonly credentials?: CredentialsFactory;
  readonly log: (event: string, fields: LogFields) => void;
}

export function createAdapter(options: AdapterOptions): GuardedAdapter {
  const timeoutMs = options.connectorTimeoutMs ?? 5_000;
  const authentication = new GuardedAuthentication(options.settings, timeoutMs, options.credentials);
  const tokens = watchTokens(async () => authentication.findToken());
  const connector = createConnector({
    serviceHosts: options.serviceHosts,
    timeoutMs,
    findToken: tokens.findToken,
  });
  const adapter = new GuardedAdapter(authentication, connector, tokens.check);
  adapter.onTurnError = createTurnErrorHandler(options.log);
  return adapter;
}

/** Under this name a turn's state may hold the key by which a channel knows a second copy of what is sent. */
export const idempotencyKey = Symbol('idempotency key');

/** botbuilder's CloudAdapter, sending over a connector that sends once, in time, and to known hosts only. */
export class GuardedAdapter extends CloudAdapter {
  readonly #authentication: GuardedAuthentication;
  readonly #connector: Connector;
  /** Whether the bot can speak at its channels just now: `ok`, `ok, …` or the reason. Never throws. */
  readonly check: () => Promise<string>;

  constructor(authentication: GuardedAuthentication, connector: Connector, check: () => Promise<string>) {
    super(authentication);
    this.check = check;
    this.#authentication = authentication;
    this.#connector = connector;
  }

  /** @throws Unauthorized */
  async authenticate(activity: Activity, authorization: string): Promise<Authenticated> {
    return this.#authentication.authenticateRequest(activity, authorization);
  }

  /** Runs the turn of an activity that `authenticate` let pass. */
  async runTurn(
    activity: Activity,
    authenticated: Authenticated,
    onTurn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, activity, onTurn);
  }

  /** The personal conversation with the reference's user; the channel answers the same one each time. @throws ConnectorError */
  async openPersonal({
    serviceUrl,
    bot,
    user,
    conversation,
  }: ConversationReference): Promise<string | undefined> {
    const { tenantId } = conversation;
    const tenant = tenantId === undefined ? {} : { tenantId, channelData: { tenant: { id: tenantId } } };
    const body = { isGroup: false, bot: { id: bot.id }, members: [{ id: present(user).id }], ...tenant };
    return this.#connector({ method: 'POST', serviceUrl, conversationId: undefined, body });
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      const responses = staysHere(activity)
        ? await super.sendActivities(context, [activity])
        : [{ id: (await this.#send(context, activity)) ?? '' }];
      sent.push(...responses);
    }
    return sent;
  }

  override async updateActivity(
    _context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const activityId = present(activity.id);
    const id = await this.#connector({ method: 'PUT', ...addressOf(activity), activityId, body: activity });
    return { id: id ?? activityId };
  }

  override async deleteActivity(
    _context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    const activityId = present(reference.activityId);
    await this.#connector({ method: 'DELETE', ...addressOf(reference), activityId });
  }

  async #send(context: TurnContext, activity: Partial<Activity>): Promise<string | undefined> {
    // What the bot says of its own accord answers nothing: botbuilder would make it a reply to an id that it invented.
    const { id: _id, replyToId, ...message } = activity;
    const body = isContinuation(context) || replyToId === undefined ? message : { ...message, replyToId };
    const key: unknown = context.turnState.get(idempotencyKey);
    return this.#connector({
      method: 'POST',
      ...addressOf(activity),
      activityId: 'replyToId' in body ? body.replyToId : undefined,
      body,
      idempotencyKey: typeof key === 'string' ? key : undefined,
    });
  }
}

/** Answers to invokes, pauses and traces never leave for a channel. */
function staysHere(activity: Partial<Activity>): boolean {
  return (
    activity.type === 'delay' ||
    activity.type === ActivityTypes.InvokeResponse ||
    activity.type === ActivityTypes.Trace
  );
}

type Addressed = Pick<Partial<Activity>, 'serviceUrl' | 'conversation'>;

function addressOf(addressed: Addressed): { serviceUrl: string; conversationId: string } {
  return { serviceUrl: present(addressed.serviceUrl), conversationId: present(addressed.conversation).id };
}

function present<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('An activity without a full address cannot be sent, changed or deleted.');
  return value;
}
