import type { Needs } from './dependency.js'
import { treeOf, type Names, type TreeNode } from './tree-of.js'

/**
 * A dependency's tree as a Mermaid flowchart: arrows lead to what is needed, and say which scopes are demanded on the way.
 *
 * @throws {TypeError} as `treeOf`
 * @example
 * toMermaid(security(activeUser, 'items')) // 'flowchart TD\n  …'
 */
export function toMermaid(needs: Needs, names?: Names): string {
  const root = treeOf(needs, names)
  const demanded = root.demands.length === 0 ? [] : [`route([route])`, arrow('route', root)]
  return ['flowchart TD', ...demanded, ...statements(root)]
    .map((text, index) => (index === 0 ? text : `  ${text}`))
    .join('\n')
}

function statements(node: TreeNode): string[] {
  if (node.repeated) return []
  return [shape(node), ...node.inputs.flatMap((input) => [...statements(input), arrow(idOf(node), input)])]
}

function arrow(from: string, to: TreeNode): string {
  const label = to.demands.length === 0 ? '' : `|${quote(to.demands.join(' '))}|`
  return `${from} -->${label} ${idOf(to)}`
}

function shape(node: TreeNode): string {
  const checks = node.kind === 'scheme' && node.scopes.length > 0 ? `\nchecks ${node.scopes.join(' ')}` : ''
  const text = quote(`${node.name}${checks}`)
  switch (node.kind) {
    case 'scheme':
      return `${idOf(node)}[[${text}]]`
    case 'anyOf':
      return `${idOf(node)}{${text}}`
    case 'optional':
      return `${idOf(node)}([${text}])`
    case 'function':
    case 'authentication':
      return `${idOf(node)}[${text}]`
  }
}

const idOf = ({ id }: TreeNode): string => `n${id}`

/** What its grammar, its directives (`%%`) or HTML would be read from. */
const SPECIAL = /["#%&<>`\r\p{Zl}\p{Zp}]/gu
/** The beginning of what is read wherever it stands, entities or not: `direction LR`, `$$x$$`, `\n`, `fa:fa-user`. */
const READ_ANYWHERE = /direction(?=\s+(?:LR|RL|TB|TD|BT))|\$(?=\$)|\\(?=n)|fa[a-z]?:(?=fa-)/g
/** What takes the end off an entity: `style a:#34;`. */
const STYLE = /(?:style|classDef).*:\S*#/

/**
 * Mermaid writes what it would read otherwise as an entity, `#34;`, or with a zero-width space in it. An empty text is
 * none to its grammar.
 *
 * Without HTML labels it shows entities as they stand, so a colon, which scopes are full of, is one only where it must.
 */
function quote(text: string): string {
  const written = text.replace(SPECIAL, entity).replace(READ_ANYWHERE, '$&\u200b').replaceAll('\n', '<br>')
  return `"${(STYLE.test(written) ? written.replaceAll(':', entity) : written) || '#160;'}"`
}

function entity(character: string): string {
  return `#${character.charCodeAt(0)};`
}
