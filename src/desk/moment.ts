/** A minute as the merchant's commands write it: `2026-11-25 10:00 UTC`. @param at milliseconds since 1970 */
export function toMoment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
