import type { SecurityRequirement } from '@scopetree/core'
import { html, type Html } from './html.js'
import { icon } from './icons.js'
import type { RouteView } from './route-view.js'
import type { ScopeChips } from './scope-chip.js'

/** A scheme, and the scopes that some route demands of it. */
interface Group {
  readonly scheme: string
  readonly scopes: readonly string[]
}

/** Which route demands what, at a glance: a row for each route, a column for each scope. */
export function scopeTable(routes: readonly RouteView[], chips: ScopeChips): Html {
  const groups = groupsOf(routes, chips)
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          <th rowspan="2"></th>
          ${groups.map(({ scheme, scopes }) => html`<th class="group" scope="colgroup" colspan="${scopes.length + 1}">${icon('scheme')} ${scheme}</th>`)}
        </tr>
        <tr>
          ${groups.map(
            ({ scopes }) =>
              html`<th class="group" scope="col">signed in</th>
                ${scopes.map((scope) => html`<th scope="col">${chips.of(scope)}</th>`)}`,
          )}
        </tr>
      </thead>
      <tbody>
        ${routes.map((route) => row(route, groups))}
      </tbody>
    </table>
  </div>`
}

function groupsOf(routes: readonly RouteView[], chips: ScopeChips): readonly Group[] {
  const requirements = routes.flatMap(({ security }) => security)
  const schemes = [...new Set(requirements.flatMap((requirement) => Object.keys(requirement)))]
  return schemes.map((scheme) => ({
    scheme,
    scopes: chips.sorted(requirements.flatMap((requirement) => scopesOf(requirement, scheme) ?? [])),
  }))
}

function row({ id, method, path, security }: RouteView, groups: readonly Group[]): Html {
  const head = html`<th scope="row">
    <a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></a>
  </th>`
  if (security.length === 0) {
    const columns = groups.reduce((sum, { scopes }) => sum + scopes.length + 1, 0)
    return html`<tr class="open">
      ${head}
      <td colspan="${Math.max(1, columns)}">${icon('open')} open to everybody</td>
    </tr>`
  }
  return html`<tr>
    ${head}${groups.map(({ scheme, scopes }) => html`${cell(security, (one) => scopesOf(one, scheme) !== undefined, true)}${scopes.map((scope) => cell(security, (one) => scopesOf(one, scheme)?.includes(scope) ?? false))}`)}
  </tr>`
}

function cell(
  security: readonly SecurityRequirement[],
  isDemanded: (requirement: SecurityRequirement) => boolean,
  isFirst = false,
): Html {
  const count = security.filter(isDemanded).length
  const [sign, words] = count === 0 ? ['', ''] : count === security.length ? ['●', 'needed'] : ['○', 'one way']
  return html`<td${isFirst && html` class="group"`}>${sign && html`<span aria-hidden="true">${sign}</span><span class="hidden">${words}</span>`}</td>`
}

/** What is demanded of a scheme; `undefined` where the scheme is not. Schemes may be named `constructor`. */
function scopesOf(requirement: SecurityRequirement, scheme: string): readonly string[] | undefined {
  return Object.hasOwn(requirement, scheme) ? requirement[scheme] : undefined
}
