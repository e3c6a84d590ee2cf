import { html, type Html } from './html.js'

/** The pages that there are, as one of them refers to the others. */
export interface Navigation {
  readonly title: string
  readonly current: 'docs' | 'tree'
  readonly docs: string | undefined
  readonly tree: string | undefined
  readonly openapi: string | undefined
}

/** The bar on top of each page. */
export function navigation({ title, current, docs, tree, openapi }: Navigation): Html {
  const link = (name: string, url: string | undefined, isCurrent: boolean): Html | undefined =>
    url === undefined ? undefined : html`<a href="${url}" ${isCurrent && html` aria-current="page"`}>${name}</a>`
  return html`<nav class="bar" aria-label="Documentation">
    <strong>${title}</strong>
    ${link('Try it', docs, current === 'docs')} ${link('Who may call what', tree, current === 'tree')}
    ${link('openapi.json', openapi, false)}
  </nav>`
}
