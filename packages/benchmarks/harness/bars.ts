import { medianOf } from './median.js'
import { round } from './markdown.js'
import type { Figure } from './rounds.js'

const WIDTH = 860
const ROW = 30
const LEFT = 320
const RIGHT = 70
const TOP = 44

/** Horizontal bars on a logarithmic scale: each step of it is ten times the one before. */
export function bars(title: string, figures: readonly Figure[]): string {
  const values = figures.map(medianOf)
  const lowest = Math.min(...values) / 2
  const decades = Math.log10(Math.max(...values) / lowest)
  const width = (value: number): number => (Math.log10(value / lowest) / decades) * (WIDTH - LEFT - RIGHT)
  const height = TOP + figures.length * ROW + 10
  const rows = figures.map((figure, i) => {
    const [y, length] = [TOP + i * ROW, width(medianOf(figure))]
    return `  <g${figure.name.startsWith('scopetree') ? ' class="ours"' : ''}><text x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${figure.name.replaceAll('`', '')}</text><rect x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="20"/><text x="${(LEFT + length + 8).toFixed(1)}" y="${y + 15}">${round(medianOf(figure))}</text></g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">
  <style>
    text { font: 14px system-ui, sans-serif; fill: #333 }
    .title { font-weight: 600; font-size: 16px }
    rect { fill: #8a8a8a }
    .ours rect { fill: #15803d }
    @media (prefers-color-scheme: dark) { text { fill: #ddd } }
  </style>
  <text class="title" x="16" y="26">${title} (logarithmic)</text>
${rows.join('\n')}
</svg>
`
}
