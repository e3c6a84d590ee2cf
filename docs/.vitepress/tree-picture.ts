import type { TreeNode } from '@scopetree/core'

const WIDTH = 250
const HEIGHT = 58
const GAP = 62

/** For a light page and for a dark one; the ground is the page's own. */
const STYLE = [
  'text{font:15px ui-sans-serif,system-ui,sans-serif;fill:#1b2733}.small{font-size:12.5px;fill:#44576a}',
  '.scope{font:bold 13px ui-monospace,monospace;fill:#9a3412}rect{fill:#eef4f9;stroke:#1f5f8b;stroke-width:1.5}',
  '.scheme rect{fill:#1f3b57;stroke:#1f3b57}.scheme text{fill:#fff}path{fill:none;stroke:#1f5f8b;stroke-width:1.5}',
  '@media(prefers-color-scheme:dark){text{fill:#dfe7ee}.small{fill:#a9bccd}.scope{fill:#fdba74}',
  'rect{fill:#22303d;stroke:#7cc0ee}.scheme rect{fill:#1f5f8b;stroke:#7cc0ee}path{stroke:#7cc0ee}}',
].join('')

interface Placed {
  readonly node: TreeNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly inputs: readonly Placed[]
}

/** A dependency's tree as an SVG: what needs stands above what is needed, scopes on the way. */
export function treePicture(tree: TreeNode): string {
  const root = place(tree, 20, 20 + (tree.demands.length > 0 ? GAP : 0))
  const boxes = flatten(root)
  const [width, height] = [root.width + 40, Math.max(...boxes.map(({ y }) => y)) + HEIGHT + 20]
  const route = tree.demands.length > 0 ? [entry(root)] : []
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<style>${STYLE}</style>`,
    ...route,
    ...boxes.flatMap((from) => from.inputs.map((to) => arrow(from.x + from.width / 2, from.y + HEIGHT, to))),
    ...boxes.map(box),
    '</svg>',
    '',
  ].join('\n')
}

function place(node: TreeNode, x: number, y: number): Placed {
  let right = x
  const inputs = node.inputs.map((input) => {
    const placed = place(input, right, y + HEIGHT + GAP)
    right += placed.width + 20
    return placed
  })
  return { node, x, y, width: Math.max(WIDTH, right - x - 20), inputs }
}

function flatten(placed: Placed): Placed[] {
  return [placed, ...placed.inputs.flatMap(flatten)]
}

function box({ node, x, y, width }: Placed): string {
  const middle = x + width / 2
  const sees =
    node.scopes.length > 0 ? `${node.kind === 'scheme' ? 'checks' : 'sees'} ${node.scopes.join(' ')}` : node.kind
  return `<g class="${node.kind}"><rect x="${middle - WIDTH / 2}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8"/><text x="${middle}" y="${y + 25}" text-anchor="middle">${escape(node.name)}</text><text class="small" x="${middle}" y="${y + 45}" text-anchor="middle">${escape(sees)}</text></g>`
}

function arrow(x: number, y: number, to: Placed): string {
  const end = { x: to.x + to.width / 2, y: to.y }
  const label = to.node.demands.map((scope) => `+${scope}`).join(' ')
  const at = { x: (x + end.x) / 2 + 12, y: (y + end.y) / 2 + 5 }
  return `<path d="M${x} ${y}L${end.x} ${end.y - 4}m-5 -7l5 9l5 -9"/><text class="scope" x="${at.x}" y="${at.y}">${escape(label)}</text>`
}

function entry(root: Placed): string {
  const x = root.x + root.width / 2
  return `<text class="small" x="${x}" y="24" text-anchor="middle">the route</text>${arrow(x, 32, root)}`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
