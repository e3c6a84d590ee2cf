/**
 * Those of the requested scopes that are allowed, as requested and without repeats (RFC 6749 §3.3: a server may grant fewer).
 *
 * What is requested comes from the client; only what the server allows comes out, and may go into a token. It does not
 * decide what a user is allowed.
 *
 * @example
 * grantScopes(['items', 'admin'], ['me', 'items']) // ['items']
 */
export function grantScopes<S extends string>(requested: readonly string[], allowed: readonly S[]): S[] {
  const grantable = new Set<string>(allowed)
  return [...new Set(requested)].filter((scope): scope is S => grantable.has(scope))
}
