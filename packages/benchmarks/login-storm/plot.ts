import type { Summary } from './summary.js'

const WIDTH = 860
const ROW = 34
const LEFT = 300
const RIGHT = 70
const TOP = 74

/** Horizontal bars from the idle p99 to the storm's p99, on a logarithmic scale of milliseconds. */
export function plot(summaries: readonly Summary[]): string {
  const highest = Math.max(100, ...summaries.map((one) => one.storm.p99))
  const decades = Math.ceil(Math.log10(highest))
  const height = TOP + summaries.length * ROW + 16
  const x = (value: number) => LEFT + (Math.log10(Math.max(1, value)) / decades) * (WIDTH - LEFT - RIGHT)
  const ticks = Array.from({ length: decades + 1 }, (_, i) => 10 ** i)

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="p99 of a token-only route, idle and in a login storm">
  <style>
    text { font: 14px system-ui, sans-serif; fill: #333 }
    .title { font-weight: 600; font-size: 16px }
    .grid { stroke: #ddd }
    .idle { fill: #8a8a8a }
    .storm { fill: #c2410c }
    .ours .storm { fill: #15803d }
    @media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #444 } }
  </style>
  <text class="title" x="16" y="26">p99 of a token-only route in a login storm, ms (grey: idle)</text>
${ticks.map((tick) => `  <line class="grid" x1="${x(tick)}" y1="${TOP - 8}" x2="${x(tick)}" y2="${height - 10}"/><text x="${x(tick)}" y="${TOP - 16}" text-anchor="middle">${tick}</text>`).join('\n')}
${summaries.map((one, i) => bar(one, TOP + i * ROW, x)).join('\n')}
</svg>
`
}

function bar({ example, contestant, idle, storm }: Summary, y: number, x: (value: number) => number): string {
  const rect = (name: string, value: number, height: number) =>
    `<rect class="${name}" x="${LEFT}" y="${y + (22 - height) / 2}" width="${(x(value) - LEFT).toFixed(1)}" height="${height}"/>`
  return `  <g${contestant.startsWith('scopetree') ? ' class="ours"' : ''}><text x="${LEFT - 12}" y="${y + 16}" text-anchor="end">${contestant} · ${example}</text>${rect('storm', storm.p99, 22)}${rect('idle', idle.p99, 6)}<text x="${(x(storm.p99) + 8).toFixed(1)}" y="${y + 16}">${storm.p99.toFixed(storm.p99 < 10 ? 1 : 0)}</text></g>`
}
