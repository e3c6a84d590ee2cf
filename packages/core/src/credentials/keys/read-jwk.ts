import { decodeBase64url, isBase64url } from '../base64url.js'
import { kindOf, type Jwk, type JwkKind, type JwkMember } from './jwk.js'
import { assertKid } from './key.js'

/** A copy of one half of a key, with the algorithm that it is for. */
export interface KeyHalf {
  readonly alg: string
  readonly kid: string | undefined
  readonly members: Readonly<Record<string, string>>
}

/**
 * Judges a JWK and copies its private or its public half.
 *
 * Whether a point lies on its curve and whether the halves belong together, only the import can tell.
 *
 * @throws {TypeError} what can be told at once; the message names the member and never its value
 */
export function readJwk(jwk: Jwk, half: 'private' | 'public'): KeyHalf {
  if (typeof jwk !== 'object' || jwk === null) throw new TypeError('"jwk" must be a JSON Web Key object')
  const kind = kindOf(jwk)
  if (kind === undefined) {
    throw new TypeError(
      '"jwk" must be an RSA key, an EC key on P-256, P-384 or P-521, or Ed25519; a secret goes to hs256()',
    )
  }
  const { kty = '', crv, kid } = jwk
  const alg = readAlg(jwk, kind)
  assertKid(kid)
  assertMeantFor(jwk, half === 'private' ? 'sign' : 'verify')
  const wanted = half === 'private' ? [...kind.publicMembers, ...kind.privateMembers] : kind.publicMembers
  const numbers = Object.fromEntries(wanted.map((member) => [member[0], readNumber(jwk, member)]))
  if (kty === 'RSA') assertStrong(jwk)
  return { alg, kid, members: { kty, ...(kty !== 'RSA' && crv !== undefined && { crv }), ...numbers } }
}

function readAlg({ alg }: Jwk, { algs, defaultAlg }: JwkKind): string {
  const chosen = alg === undefined ? defaultAlg : alg
  if (chosen === undefined || !algs.includes(chosen)) {
    throw new TypeError(`"jwk": the "alg" of such a key must be one of ${algs.join(', ')}`)
  }
  return chosen
}

/** RFC 7517 §4.2 and §4.3. */
function assertMeantFor({ use, key_ops: operations }: Jwk, operation: string): void {
  if (use !== undefined && use !== 'sig') throw new TypeError('"jwk": its "use" is not "sig"')
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes(operation))) {
    throw new TypeError(`"jwk": its "key_ops" do not include "${operation}"`)
  }
}

function readNumber(jwk: Jwk, [name, bytes]: JwkMember): string {
  const text = jwk[name]
  if (typeof text !== 'string' || text === '' || !isBase64url(text)) {
    throw new TypeError(`"jwk": "${name}" must be base64url text`)
  }
  if (bytes !== undefined && decodeBase64url(text).length !== bytes) {
    throw new TypeError(`"jwk": "${name}" must have ${bytes} bytes`)
  }
  return text
}

/** RFC 7518 §3.3; and an even exponent, or 1, is no RSA. */
function assertStrong({ n = '', e = '' }: Jwk): void {
  if (bitsOf(n) < 2048) throw new TypeError('"jwk": an RSA key must have at least 2048 bits')
  if (bitsOf(e) < 2 || ((decodeBase64url(e).at(-1) ?? 0) & 1) === 0) {
    throw new TypeError('"jwk": "e" must be an odd number above 1')
  }
}

function bitsOf(number: string): number {
  const bytes = decodeBase64url(number)
  const first = bytes.findIndex((byte) => byte !== 0)
  return first === -1 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}
