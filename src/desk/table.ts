/** Lines of cells below each other, each column as wide as its widest cell. @param toTheRight columns of sums */
export function layOutTable(
  table: readonly (readonly string[])[],
  toTheRight: ReadonlySet<number> = new Set(),
): readonly string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return toTheRight.has(column) ? text.padStart(width) : text.padEnd(width);
  };
  return table.map((line) => line.map(pad).join('  ').trimEnd());
}
