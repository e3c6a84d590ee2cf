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
  return inDigits(value, Math.abs(value) < 100 ? 2 : 3)
}

/** The same with three digits, for what is compared with an aim: 1.149 and 1.05 are not both 1.1. */
export function exactly(value: number): string {
  return Number.isNaN(value) ? '–' : inDigits(value, 3)
}

function inDigits(value: number, maximumSignificantDigits: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits, useGrouping: false })
}

/** An aim, with what came of it. */
export interface Aim {
  readonly text: string
  /** `NaN`: nothing came of it that could be told from noise. */
  readonly value: number
  /** Between which half of the rounds were, where it is a median of them. */
  readonly quartiles?: readonly [number, number]
  readonly atMost: number
}

export function aimsList(aims: readonly Aim[]): string {
  return aims.map(aimLine).join('\n')
}

function aimLine({ text, value, quartiles, atMost }: Aim): string {
  if (Number.isNaN(value)) return `- ? ${text}: not to be told from noise (aim: at most ${atMost})`
  const spread = quartiles === undefined ? '' : `, quartiles ${quartiles.map(exactly).join(' … ')}`
  return `- ${value <= atMost ? '✔' : '✘'} ${text}: ${exactly(value)}${spread} (aim: at most ${atMost})`
}
