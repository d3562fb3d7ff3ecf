export type ConnectorFault =
  | 'host_not_allowed'
  | 'timeout'
  | 'unreachable'
  | 'rate_limited'
  | 'server_error'
  | 'unauthorized'
  | 'refused'
  | 'redirected';

const longestPauseMs = 3_600_000;

/** Why a call to a channel's connector service did not succeed. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly fault: ConnectorFault;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** How long the channel asks us to wait. */
  readonly afterMs: number | undefined;
  /** The whole call went out and nothing came back: the channel may have shown it all the same. */
  readonly mayHaveArrived: boolean;

  constructor(
    fault: ConnectorFault,
    message: string,
    more: {
      status?: number;
      afterMs?: number | undefined;
      mayHaveArrived?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.fault = fault;
    this.status = more.status;
    this.afterMs = more.afterMs;
    this.mayHaveArrived = more.mayHaveArrived ?? false;
  }

  /** True where the same call may succeed later. */
  get mayRetry(): boolean {
    return this.fault !== 'host_not_allowed' && this.fault !== 'refused' && this.fault !== 'redirected';
  }

  /** True where the channel will not have this message, for good; where the conversation is gone no other message helps. */
  get isOfMessage(): boolean {
    return this.fault === 'refused' && this.status !== 404 && this.status !== 410;
  }

  static ofStatus(status: number, retryAfter: string | undefined): ConnectorError {
    const afterMs = parseRetryAfter(retryAfter);
    return new ConnectorError(faultOf(status), `The channel answered ${status}.`, { status, afterMs });
  }

  static from(
    error: unknown,
    { isTooLate, isSent }: { isTooLate: boolean; isSent: boolean },
  ): ConnectorError {
    if (error instanceof ConnectorError) return error;
    const more = { cause: error, mayHaveArrived: isSent };
    if (isTooLate) return new ConnectorError('timeout', 'The channel did not answer in time.', more);
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return new ConnectorError('unreachable', `The channel could not be reached${code}.`, more);
  }
}

/** Teams answers 412 while it is busy; 401 is a matter of the registration, which can be mended. */
function faultOf(status: number): ConnectorFault {
  if (status === 429) return 'rate_limited';
  if (status === 401) return 'unauthorized';
  if (status >= 500 || status === 408 || status === 412 || status === 425) return 'server_error';
  return status >= 300 && status <= 399 ? 'redirected' : 'refused';
}

/** Seconds, or a date. */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestPauseMs) : undefined;
}
