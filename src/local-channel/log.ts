/** A line of the log: what happened, and its particulars. */
export type Log = (
  event: string,
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
) => void;
