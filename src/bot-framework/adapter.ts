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
import { ConnectorError } from './connector-error.ts';
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
  /** By default each message goes out as it is. */
  readonly wordings?: Wordings;
  readonly log: (event: string, fields: LogFields) => void;
}

/** How a message is written for its channel. */
export interface Wordings {
  /** In several messages where one is longer than the channel takes. */
  readonly inParts: (activity: Partial<Activity>) => readonly Partial<Activity>[];
  /** Without its card; none where it has no card, or no words for it. */
  readonly inPlainWords: (activity: Partial<Activity>) => readonly Partial<Activity>[];
}

const asItIs: Wordings = { inParts: (activity) => [activity], inPlainWords: () => [] };

export function createAdapter(options: AdapterOptions): GuardedAdapter {
  const timeoutMs = options.connectorTimeoutMs ?? 5_000;
  const authentication = new GuardedAuthentication(options.settings, timeoutMs, options.credentials);
  const tokens = watchTokens(async () => authentication.findToken());
  const connector = createConnector({
    serviceHosts: options.serviceHosts,
    timeoutMs,
    findToken: tokens.findToken,
  });
  const adapter = new GuardedAdapter({
    authentication,
    connector,
    check: tokens.check,
    wordings: options.wordings ?? asItIs,
    log: options.log,
  });
  adapter.onTurnError = createTurnErrorHandler(options.log);
  return adapter;
}

/** Under this name a turn's state may hold the key by which a channel knows a second copy of what is sent. */
export const idempotencyKey = Symbol('idempotency key');

interface AdapterParts extends Pick<AdapterOptions, 'log'> {
  readonly authentication: GuardedAuthentication;
  readonly connector: Connector;
  readonly check: () => Promise<string>;
  readonly wordings: Wordings;
}

/** botbuilder's CloudAdapter, sending over a connector that sends once, in time, and to known hosts only. */
export class GuardedAdapter extends CloudAdapter {
  readonly #authentication: GuardedAuthentication;
  readonly #connector: Connector;
  /** Whether the bot can speak at its channels just now: `ok`, `ok, …` or the reason. Never throws. */
  readonly check: () => Promise<string>;
  readonly #wordings: Wordings;
  readonly #log: AdapterOptions['log'];

  constructor({ authentication, connector, check, wordings, log }: AdapterParts) {
    super(authentication);
    this.check = async () => {
      const { appId } = authentication;
      // Without credentials the check itself says so.
      if (appId !== '') await authentication.prepare(this.createClaimsIdentity(appId)).catch(() => undefined);
      return check();
    };
    this.#authentication = authentication;
    this.#connector = connector;
    this.#wordings = wordings;
    this.#log = log;
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
    const put = async (message: Partial<Activity>): Promise<string | undefined> =>
      this.#connector({ method: 'PUT', ...addressOf(activity), activityId, body: withoutSummary(message) });
    const id = await put(activity).catch(async (error: unknown) => {
      const [plain, ...others] = this.#wordsFor(activity, error);
      // One message cannot become two.
      if (plain === undefined || others.length > 0) throw error;
      return put(plain);
    });
    return { id: id ?? activityId };
  }

  override async deleteActivity(
    _context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    const activityId = present(reference.activityId);
    await this.#connector({ method: 'DELETE', ...addressOf(reference), activityId });
  }

  /** Answers the id of the last part, which bears the card. */
  async #send(context: TurnContext, activity: Partial<Activity>): Promise<string | undefined> {
    const parts = this.#wordings.inParts(activity);
    let id: string | undefined;
    for (const [index, part] of parts.entries()) {
      const name = index === parts.length - 1 ? '' : `-part-${index}`;
      id = await this.#sendPart(context, part, name).catch((error: unknown) => {
        throw index > 0 ? afterOthers(error) : error;
      });
    }
    return id;
  }

  async #sendPart(context: TurnContext, part: Partial<Activity>, name: string): Promise<string | undefined> {
    try {
      return await this.#post(context, part, name);
    } catch (error) {
      const plain = this.#wordsFor(part, error);
      if (plain.length === 0) throw error;
      let id: string | undefined;
      for (const [index, message] of plain.entries())
        id = await this.#post(context, message, `${name}-plain-${index}`);
      return id;
    }
  }

  /** The plain words for a card that the channel will not have; none for any other error. */
  #wordsFor(activity: Partial<Activity>, error: unknown): readonly Partial<Activity>[] {
    if (!(error instanceof ConnectorError) || !error.isOfMessage) return [];
    const words = this.#wordings.inPlainWords(activity);
    if (words.length > 0) this.#log('card_refused', { channelId: activity.channelId, status: error.status });
    return words;
  }

  async #post(context: TurnContext, activity: Partial<Activity>, name: string): Promise<string | undefined> {
    // What the bot says of its own accord answers nothing: botbuilder would make it a reply to an id that it invented.
    const { id: _id, replyToId, ...message } = withoutSummary(activity);
    const body = isContinuation(context) || replyToId === undefined ? message : { ...message, replyToId };
    const key: unknown = context.turnState.get(idempotencyKey);
    return this.#connector({
      method: 'POST',
      ...addressOf(activity),
      activityId: 'replyToId' in body ? body.replyToId : undefined,
      body,
      idempotencyKey: typeof key === 'string' ? `${key}${name}` : undefined,
    });
  }
}

/** The words that stand for a card are sent in its place alone. */
function withoutSummary({ summary: _summary, ...activity }: Partial<Activity>): Partial<Activity> {
  return activity;
}

/** What stands before it was shown already, and would be shown again. */
function afterOthers(error: unknown): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const { fault, message, status, afterMs } = error;
  const more = { afterMs, mayHaveArrived: true, cause: error };
  return new ConnectorError(fault, message, status === undefined ? more : { ...more, status });
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
