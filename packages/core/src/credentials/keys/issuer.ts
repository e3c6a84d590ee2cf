import { fetchJson, type Fetching } from './fetch-json.js'
import type { VerifyKey } from './key.js'
import { remoteKey, type RemoteKeyOptions } from './remote-jwks.js'
import { remoteUrl } from './remote-url.js'

/** Options of `issuer`. */
export interface IssuerOptions extends RemoteKeyOptions {
  /**
   * Where the issuer's metadata are: `<issuer>/.well-known/openid-configuration` (OpenID Connect Discovery), the
   * default, or `/.well-known/oauth-authorization-server` before its path (RFC 8414).
   */
  readonly metadata?: 'openid-configuration' | 'oauth-authorization-server' | undefined
}

/**
 * The keys of an issuer, found by its metadata (OpenID Connect Discovery 1.0, RFC 8414), to verify its access tokens with.
 *
 * `url` is the issuer as it stands in its tokens, trailing slash and all; metadata of another one are not believed.
 * All else is as with `remoteJwks`.
 *
 * @throws {TypeError} a URL without TLS that is not of this machine, or an option that is no value of its kind
 * @example
 * const auth = defineAuth({ key: issuer('https://login.example/', { audience: 'https://api.example' }) })
 */
export function issuer(url: string, options: IssuerOptions): VerifyKey {
  const { metadata = 'openid-configuration', ...others } = options ?? {}
  const location = metadataUrl(url, metadata)
  return remoteKey({ ...others, issuer: url }, async (fetching) => {
    // Every time: keys that have moved must be found without a restart.
    return fetchJson(await discover(url, location, fetching), fetching)
  })
}

function metadataUrl(issuer: string, metadata: string): URL {
  const url = remoteUrl('url', issuer)
  // RFC 8414 §2, OpenID Connect Discovery §3; and a query would swallow the path.
  if (url.search !== '' || url.hash !== '') throw new TypeError('"url" of an issuer has no query and no fragment')
  const path = url.pathname.replace(/\/$/, '')
  if (metadata === 'openid-configuration') return new URL(`${path}/.well-known/${metadata}`, url)
  if (metadata === 'oauth-authorization-server') return new URL(`/.well-known/${metadata}${path}`, url)
  throw new TypeError('"metadata" must be "openid-configuration" or "oauth-authorization-server"')
}

async function discover(issuer: string, location: URL, fetching: Fetching): Promise<URL> {
  const { issuer: named, jwks_uri: jwksUri } = await fetchJson(location, fetching)
  // RFC 8414 §3.3: or else anyone could publish keys in the name of another.
  if (named !== issuer) throw new Error(`${location} speaks for another issuer than ${JSON.stringify(issuer)}`)
  const url = remoteUrl('jwks_uri', jwksUri)
  if (url.protocol === 'http:' && location.protocol !== 'http:') throw new Error(`${location} names keys without TLS`)
  return url
}
