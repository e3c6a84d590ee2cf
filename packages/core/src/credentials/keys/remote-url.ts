/** RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3; `URL` writes every spelling of an address as one of these. */
const LOOPBACK = /^(?:localhost|[^.]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * A URL that keys may come from: over TLS, or from this very machine.
 *
 * @throws {TypeError} any other, and one that holds a password, which would end up in logs
 */
export function remoteUrl(option: string, value: unknown): URL {
  const url = typeof value === 'string' || value instanceof URL ? parse(value) : undefined
  if (url === undefined) throw new TypeError(`"${option}" must be a URL`)
  if (url.username !== '' || url.password !== '') throw new TypeError(`"${option}" must hold no credentials`)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw new TypeError(`"${option}" must be an https: URL, or an http: one of this machine`)
  }
  return url
}

function parse(value: string | URL): URL | undefined {
  try {
    return new URL(value)
  } catch {
    return undefined
  }
}
