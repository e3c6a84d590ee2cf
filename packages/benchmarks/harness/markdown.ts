const FIGURE = /^[-–…:÷\d.,\s]*$/

/** Columns of figures are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const hasFigures = (column: number): boolean => rows.every((cells) => FIGURE.test(cells[column] ?? ''))
  const lines = [head, head.map((_, column) => (hasFigures(column) ? '--:' : '---')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A number with as many digits as a measurement is worth. */
export function round(value: number): string {
  if (Number.isNaN(value)) return '–'
  return value.toLocaleString('en', { maximumSignificantDigits: Math.abs(value) < 100 ? 2 : 3, useGrouping: false })
}

/** An aim, with what came of it. */
export interface Aim {
  readonly text: string
  readonly value: number
  readonly atMost: number
}

export function aimsList(aims: readonly Aim[]): string {
  return aims
    .map(
      ({ text, value, atMost }) => `- ${value <= atMost ? '✔' : '✘'} ${text}: ${round(value)} (aim: at most ${atMost})`,
    )
    .join('\n')
}
