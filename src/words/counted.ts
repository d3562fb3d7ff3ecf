/** "1 refund", "2 refunds", "0 refunds", in the English of the merchant's commands. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
