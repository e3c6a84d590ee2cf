/** RFC 6749 §3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** Whether `scope` is one scope token of RFC 6749 §3.3: visible ASCII without space, `"` and `\`. */
export function isScope(scope: string): boolean {
  return SCOPE_TOKEN.test(scope)
}

/**
 * Splits a scope parameter or claim into its scopes, in order and without repeats (RFC 6749 §3.3).
 *
 * Only the space separates. What it returns comes from outside: it is a wish or a claim, not a grant, and may hold
 * text that is no scope token. Narrow it with `grantScopes` before it goes into a token.
 *
 * @example
 * parseScope('me items me') // ['me', 'items']
 */
export function parseScope(text: string): string[] {
  return [...new Set(text.split(' '))].filter((scope) => scope !== '')
}

/**
 * Joins scopes into a scope parameter, claim or challenge value (RFC 6749 §3.3), without repeats.
 *
 * @throws {TypeError} a scope is not a scope token, and would change the meaning of what it is put into
 * @example
 * formatScope(['items', 'me']) // 'items me'
 */
export function formatScope(scopes: readonly string[]): string {
  for (const scope of scopes) assertScope(scope)
  return [...new Set(scopes)].join(' ')
}

/** Refuses, at definition time, a scope that no header or token could carry. */
export function assertScope(scope: string): void {
  if (!isScope(scope)) throw new TypeError(`${JSON.stringify(scope)} cannot be a scope (RFC 6749 §3.3)`)
}
