import type { TreeNode } from '@scopetree/core'
import { html, type Html } from './html.js'
import { icon } from './icons.js'
import type { ScopeChips } from './scope-chip.js'

/** A dependency and what it needs, as nested lists: the style sheet makes a tree of them. */
export function treePicture(tree: TreeNode, chips: ScopeChips): Html {
  return html`<ul>
    <li>${nodePicture(tree, chips)}</li>
  </ul>`
}

function nodePicture(node: TreeNode, chips: ScopeChips): Html {
  const { kind, demands, inputs, repeated } = node
  const below =
    inputs.length > 0 &&
    html`<ul>
      ${inputs.map((input) => html`<li>${nodePicture(input, chips)}</li>`)}
    </ul>`
  return html`<div class="node ${kind}${repeated && ' repeated'}">
      <span class="edge">${demands.map((scope) => chips.of(scope, '+'))}</span>${card(node, chips)}
    </div>
    ${below}`
}

function card(node: TreeNode, chips: ScopeChips): Html {
  const words = remark(node, chips)
  return html`<span class="card"
    ><span>${pictogram(node)}${node.name}</span>${words && html`<span class="remark">${words}</span>`}</span
  >`
}

function pictogram({ kind }: TreeNode): Html | undefined {
  return kind === 'function' || kind === 'authentication' ? undefined : html`${icon(kind)} `
}

function remark({ kind, scopes, repeated }: TreeNode, chips: ScopeChips): Html | undefined {
  if (repeated) return html`as above`
  switch (kind) {
    case 'scheme':
      return scopes.length === 0 ? html`authenticates` : html`checks ${scopes.map((scope) => chips.of(scope))}`
    case 'anyOf':
      return html`any of these`
    case 'optional':
      return html`or nobody`
    case 'function':
    case 'authentication':
      return undefined
  }
}
