import type { DocumentLike, Names, Route, SecurityRequirement, TreeNode } from '@scopetree/core'
import { html, type Html } from './html.js'
import { icon } from './icons.js'
import { navigation, type Navigation } from './navigation.js'
import { routeViews, type RouteView } from './route-view.js'
import { ScopeChips } from './scope-chip.js'
import { scopeTable } from './scope-table.js'
import { treePicture } from './tree-picture.js'

/** Where the parts of the page are, as the page refers to them. */
export interface TreePageUrls {
  readonly icon: string
  readonly styles: readonly string[]
}

/** The page that shows, for every route, which dependency demands which scope. It needs no script. */
export function treePage(
  document: DocumentLike,
  routes: Iterable<Route>,
  urls: TreePageUrls,
  links: Navigation,
  names?: Names,
): Html {
  const views = routeViews(routes, names)
  const described = scopesOf(document)
  const chips = new ScopeChips(described.keys())
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${links.title}: who may call what</title>
        <link rel="icon" href="${urls.icon}" />
        ${urls.styles.map((style) => html`<link rel="stylesheet" href="${style}" /> `)}
      </head>
      <body>
        ${navigation(links)}
        <main>
          <h1>Who may call what</h1>
          <p class="lead">
            Scopes add up from a route down to the scheme that checks them: whatever is demanded on the way, a token
            must have.
          </p>
          ${legend(described, chips)}
          <h2>At a glance</h2>
          ${scopeTable(views, chips)}
          <ul class="legend">
            <li>● needed</li>
            <li>○ one way of several</li>
          </ul>
          <h2>Route by route</h2>
          <ol class="routes">
            ${views.map((view) => routePicture(view, chips))}
          </ol>
        </main>
      </body>
    </html> `
}

function legend(scopes: ReadonlyMap<string, string>, chips: ScopeChips): Html | undefined {
  if (scopes.size === 0) return undefined
  return html`<ul class="legend">
    ${[...scopes].map(([scope, description]) => html`<li>${chips.of(scope)} ${description}</li>`)}
  </ul>`
}

function routePicture({ id, method, path, tree, security }: RouteView, chips: ScopeChips): Html {
  return html`<li class="route" id="${id}">
    <div class="tree${tree && isFlat(tree) && ' flat'}">
      <div class="root">
        <h3><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></h3>
        ${demand(security, chips)}
      </div>
      ${tree && treePicture(tree, chips)}
    </div>
  </li> `
}

/** Whether a tree fits beside its route. */
function isFlat({ inputs }: TreeNode, levels = 3): boolean {
  return levels > 0 && inputs.every((input) => isFlat(input, levels - 1))
}

function demand(security: readonly SecurityRequirement[], chips: ScopeChips): Html {
  if (security.length === 0)
    return html`<p class="needs"><span class="warning">${icon('open')} open to everybody</span></p>`
  const ways = security.map((requirement, index) => html`${index > 0 && ' or '}${way(requirement, chips)}`)
  return html`<p class="needs">
    ${icon(security.some((one) => Object.keys(one).length === 0) ? 'open' : 'locked')} ${ways}
  </p>`
}

function way(requirement: SecurityRequirement, chips: ScopeChips): Html {
  const schemes = Object.entries(requirement)
  if (schemes.length === 0) return html`no credentials`
  return html`${schemes.map(([name, scopes], index) => html`${index > 0 && ' and '}${name}${scopes.map((scope) => html` ${chips.of(scope)}`)}`)}`
}

/** Every scope that a scheme of the document describes. */
function scopesOf({ components }: DocumentLike): ReadonlyMap<string, string> {
  const { securitySchemes = {} } = Object(components) as { readonly securitySchemes?: object }
  const flows = Object.values(securitySchemes).flatMap((scheme: { flows?: object }) =>
    Object.values(scheme.flows ?? {}),
  )
  return new Map(flows.flatMap(({ scopes = {} }: { scopes?: Record<string, string> }) => Object.entries(scopes)))
}
