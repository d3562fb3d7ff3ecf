/** What the site refuses by itself, before any use case is asked. */
export type RefusalCode =
  | 'not_found'
  | 'method_not_allowed'
  | 'wrong_host'
  | 'form_invalid'
  | 'form_type'
  | 'form_too_large'
  | 'form_foreign'
  | 'form_stale'
  | 'prefetch';

/** `detail` is for the log alone. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: string | undefined;

  constructor(code: RefusalCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
  }
}
