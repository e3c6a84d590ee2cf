import { html, type Html } from './html.js'
import { SCOPE_COLOURS } from './tree-style.js'

/** The scopes of a page, each of one colour wherever it is shown. */
export class ScopeChips {
  readonly #known: string[]

  /** `scopes` come first: those that schemes describe, in their order. */
  constructor(scopes: Iterable<string>) {
    this.#known = [...new Set(scopes)]
  }

  of(scope: string, prefix = ''): Html {
    return html`<span class="scope scope-${this.#place(scope) % SCOPE_COLOURS}">${prefix}${scope}</span>`
  }

  /** The same scopes, once each and always in the same order. */
  sorted(scopes: readonly string[]): readonly string[] {
    return [...new Set(scopes)].toSorted((one, other) => this.#place(one) - this.#place(other))
  }

  #place(scope: string): number {
    if (!this.#known.includes(scope)) this.#known.push(scope)
    return this.#known.indexOf(scope)
  }
}
