/** The numbers of the lines of `after` that a longest common subsequence with `before` leaves out. */
export function changedLines(before: readonly string[], after: readonly string[]): number[] {
  const lengths = table(before, after)
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0
  const changed: number[] = []
  let row = 0
  after.forEach((line, column) => {
    // Lines of `before` that are in no longest subsequence any more are passed over.
    while (row < before.length && before[row] !== line && at(row + 1, column) >= at(row, column + 1)) row += 1
    if (row < before.length && before[row] === line) row += 1
    else if (line.trim() !== '') changed.push(column + 1)
  })
  return changed
}

/** `[row][column]`: how long the longest common subsequence of what begins there is. */
function table(before: readonly string[], after: readonly string[]): number[][] {
  const rows: number[][] = [after.map(() => 0)]
  for (const line of before.toReversed()) {
    const [below = []] = rows
    const row: number[] = []
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const equal = line === after[column]
      row[column] = equal ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, row[column + 1] ?? 0)
    }
    rows.unshift(row)
  }
  return rows
}
