/** A time as PayPal writes it: UTC, whole seconds. */
export function toTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
