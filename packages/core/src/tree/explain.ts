import type { Needs } from './dependency.js'
import { treeOf, type Names, type TreeNode } from './tree-of.js'

/**
 * A dependency's tree as text: which part needs which, and where each scope is demanded (`+`) and checked.
 *
 * @throws {TypeError} as `treeOf`
 * @example
 * explain(security(activeUser, 'items'), { currentUser })
 * // activeUser +items
 * // └─ currentUser (scheme) +me, checks items me
 */
export function explain(needs: Needs, names?: Names): string {
  return linesOf(treeOf(needs, names)).join('\n')
}

function linesOf(tree: TreeNode): string[] {
  return [
    line(tree),
    ...tree.inputs.flatMap((input, index) => indent(linesOf(input), index === tree.inputs.length - 1)),
  ]
}

function indent([first = '', ...others]: readonly string[], last: boolean): string[] {
  return [`${last ? '└─ ' : '├─ '}${first}`, ...others.map((text) => `${last ? '   ' : '│  '}${text}`)]
}

const KINDS = {
  scheme: ' (scheme)',
  anyOf: ' (any of)',
  optional: ' (optional)',
  function: '',
  authentication: '',
} as const

/** A name is one line, whatever is in it. */
function printable(name: string): string {
  return name.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function line({ name, kind, demands, scopes, repeated }: TreeNode): string {
  const demanded = demands.map((scope) => ` +${scope}`).join('')
  const checked = kind === 'scheme' && scopes.length > 0 ? `, checks ${scopes.join(' ')}` : ''
  return `${printable(name)}${KINDS[kind]}${demanded}${checked}${repeated ? ', as above' : ''}`
}
