/** What node calls a connection that ended before its time, or that did not speak HTTP. */
const codes =
  /^(?:HPE_\w+|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ERR_STREAM_(?:PREMATURE_CLOSE|DESTROYED)|ERR_HTTP_REQUEST_TIMEOUT)$/u;

/** Node's word for how the caller broke the request off; undefined for anything that is our own. */
export function cutOffBy(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return codes.test(code) ? code : undefined;
}
