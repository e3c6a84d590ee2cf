import { answerIssuerRequest, type IssuerFault } from './issuer-faults.js'
import { privateKey } from '../keys/jwk-key.js'
import type { AsymmetricAlgorithm, Jwk } from '../keys/jwk.js'
import { lazily, type SigningKey } from '../keys/key.js'
import { remoteUrl } from '../keys/remote-url.js'
import { generateKeyPair } from '../keys/key-pair.js'
import { signDraft, signFlawed, type TokenDraft, type TokenFlaw } from './token-flaws.js'
import { currentTime } from '../token-terms.js'

/** Options of `fakeIssuer`. */
export interface FakeIssuerOptions {
  /** What it is called, as in `iss`, and where it is. Default: `https://issuer.test`, which nothing is sent to. */
  readonly issuer?: string | undefined
  /** Where its keys are. Default: `/jwks.json` below the issuer. */
  readonly jwksUrl?: string | undefined
  /** Whom its tokens are for. Default: `https://api.test`. */
  readonly audience?: string | undefined
  /**
   * The `typ` header of its tokens. Default: `at+jwt` (RFC 9068 §2.1).
   *
   * An API whose `tokenTypes` are `['JWT']` needs `JWT` here: else it refuses every token for its type, good ones, too, and
   * a flaw proves nothing. Tokens with the flaw `other_type` are `logout+jwt`.
   */
  readonly tokenType?: string | undefined
  /** What it signs with. Default: `RS256`. */
  readonly alg?: AsymmetricAlgorithm | undefined
  /** The time, in seconds since the epoch. Default: the clock. */
  readonly now?: (() => number) | undefined
}

/** An issuer of tokens that lives in a test. */
export interface FakeIssuer {
  readonly issuer: string
  readonly audience: string
  /** What `remoteJwks` is to be given. */
  readonly jwksUrl: string
  /** How often its keys have been asked for, in vain or not. */
  readonly keyFetches: number
  /** Answers for it, without a network: an option of `remoteJwks` and `issuer`. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** The same for a server on a port. It throws where the connection is to be cut. */
  readonly handle: (request: Request) => Promise<Response>
  /** A good access token with these claims besides the usual ones, or, with a flaw, a bad one. `undefined` takes a claim away. */
  token(claims?: Readonly<Record<string, unknown>>, flaw?: TokenFlaw): Promise<string>
  /** Signs whatever claims and header, for the tokens of an issuer with habits of its own. */
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): Promise<string>
  /** From now on it answers like this. */
  fail(fault: IssuerFault): void
  /** From now on it answers well. */
  recover(): void
  /** Signs with a new key, and publishes it beside the old ones. */
  rotate(): void
  /** Publishes the current key alone. */
  retire(): void
}

/**
 * An issuer for tests: it signs tokens, good and bad ones, publishes its keys and its metadata, and fails on demand.
 *
 * Nothing goes over a network: hand its `fetch` to `remoteJwks` or `issuer`.
 *
 * @throws {TypeError} an option that is no value of its kind
 * @example
 * const fake = fakeIssuer()
 * const auth = { key: issuer(fake.issuer, { audience: fake.audience, fetch: fake.fetch }) }
 * await verifyAccessToken(auth, await fake.token({ sub: 'johndoe', scope: 'me' }))
 * await expect(verifyAccessToken(auth, await fake.token({}, 'expired'))).rejects.toMatchObject({ reason: 'expired' })
 */
export function fakeIssuer(options: FakeIssuerOptions = {}): FakeIssuer {
  const { issuer = 'https://issuer.test', audience = 'https://api.test', alg = 'RS256' } = options
  const { tokenType = 'at+jwt' } = options
  if (typeof tokenType !== 'string' || tokenType === '') throw new TypeError('"tokenType" must be a non-empty string')
  const base = remoteUrl('issuer', issuer).href.replace(/\/$/, '')
  const { href: jwksUrl } = remoteUrl('jwksUrl', options.jwksUrl ?? `${base}/jwks.json`)
  const stranger = lazily(() => newKey(alg))
  let keys = [lazily(() => newKey(alg))]
  let keyFetches = 0
  let fault: IssuerFault | undefined

  async function draft(claims: TokenDraft['payload']): Promise<TokenDraft> {
    const key = await keys[0]?.()
    if (key === undefined) throw new RangeError('an issuer has a key')
    const iat = Math.floor(currentTime(options))
    const usual = { iss: issuer, aud: audience, sub: 'johndoe', client_id: 'test', iat, exp: iat + 300 }
    const payload = { ...usual, jti: crypto.randomUUID(), ...claims }
    return { header: { alg: key.alg, kid: key.kid, typ: tokenType }, payload, key }
  }

  async function publish(): Promise<readonly Jwk[]> {
    return (await Promise.all(keys.map(async (key) => (await key()).publicJwks()))).flat()
  }

  async function handle(request: Request): Promise<Response> {
    if (new URL(request.url).href === jwksUrl) keyFetches += 1
    return answerIssuerRequest(request, { issuer, base, jwksUrl, publish, fault })
  }

  return {
    issuer,
    audience,
    jwksUrl,
    get keyFetches() {
      return keyFetches
    },
    handle,
    fetch: (url, init) => handle(new Request(url, init)),
    async token(claims = {}, flaw) {
      const good = await draft(claims)
      if (flaw === undefined) return signDraft(good)
      return signFlawed(flaw, good, { now: currentTime(options), stranger: await stranger() })
    },
    async sign(claims, header) {
      const { key, ...usual } = await draft({})
      return signDraft({
        key,
        payload: claims,
        header: header === undefined ? usual.header : { alg: key.alg, kid: key.kid, ...header },
      })
    },
    fail(next) {
      fault = next
    },
    recover() {
      fault = undefined
    },
    rotate() {
      keys = [lazily(() => newKey(alg)), ...keys]
    },
    retire() {
      keys = keys.slice(0, 1)
    },
  }
}

/** Of a name that no other fake has used: an API may have seen one before. */
async function newKey(alg: AsymmetricAlgorithm): Promise<SigningKey> {
  return privateKey(await generateKeyPair(alg), { kid: crypto.randomUUID() })
}
