import { CompactSign, compactVerify, errors, type CryptoKey } from 'jose'
import { isPromise } from '../../wire/awaitable.js'
import { InvalidTokenError } from '../../wire/errors.js'
import { ownMember } from '../../wire/own-member.js'
import { decodeBase64url, isBase64url, ownCopy } from '../base64url.js'
import { parseJsonObject } from '../json-object.js'
import type { KeyHint, SigningKey, VerifyKey } from '../keys/key.js'

/** Characters of a token: what common servers take as one header, and what is worth parsing before a signature. */
export const MAX_TOKEN_LENGTH = 8192

/** A token whose signature has been verified, and nothing else. */
export interface SignedToken {
  readonly typ: unknown
  readonly payload: Readonly<Record<string, unknown>>
  /** The key that verified it, and what of the header it was found by. */
  readonly key: CryptoKey
  readonly hint: KeyHint
}

interface Header {
  /** The segment of the token that spells it. */
  readonly text: string
  readonly hint: KeyHint
  readonly typ: unknown
}

/**
 * Verifies a token's form, header and signature (RFC 7515 §5.2, RFC 8725 §3.1), and none of its claims.
 *
 * @throws {InvalidTokenError} `malformed`, `signature`; `claims`: the payload is no JSON object
 */
export async function verifyCompactJws(key: VerifyKey, token: string): Promise<SignedToken> {
  const text = headerText(token)
  const usual = usualHeaders.get(key)
  const header = usual?.text === text ? usual : readHeader(text)
  const { hint, typ } = header
  if (!key.algorithms.includes(hint.alg)) throw new InvalidTokenError('signature')
  const finding = key.findKey(hint)
  const found = isPromise(finding) ? await finding : finding
  if (found === undefined) throw new InvalidTokenError('signature')
  const signed = await compactVerify(token, found, { algorithms: [hint.alg] }).catch(refuse)
  if (header !== usual) usualHeaders.set(key, { ...header, text: ownCopy(text) })
  const payload = parseJsonObject(signed.payload)
  if (payload === undefined) throw new InvalidTokenError('claims')
  return { typ, payload, key: found, hint }
}

/** The header of the last token that a key verified: an issuer writes nearly always the same text. */
const usualHeaders = new WeakMap<VerifyKey, Header>()

/**
 * The first segment of a token that has the form of one.
 *
 * One signature must have one spelling, and jose takes padding, white space and stray bits: so this comes before it.
 */
function headerText(token: string): string {
  const segments = token.length <= MAX_TOKEN_LENGTH ? token.split('.') : []
  const [first] = segments
  if (first === undefined || segments.length !== 3 || !segments.every((text) => text !== '' && isBase64url(text))) {
    throw new InvalidTokenError('malformed')
  }
  return first
}

function readHeader(text: string): Header {
  const header = parseJsonObject(decodeBase64url(text))
  // RFC 7515 §4.1.11: no extension is understood here. RFC 7797: an unencoded payload is no JWT.
  if (header === undefined || Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) {
    throw new InvalidTokenError('malformed')
  }
  const [alg, kid] = [ownMember(header, 'alg'), ownMember(header, 'kid')]
  if (typeof alg !== 'string' || (kid !== undefined && typeof kid !== 'string'))
    throw new InvalidTokenError('malformed')
  return { text, hint: { alg, kid }, typ: ownMember(header, 'typ') }
}

function refuse(cause: unknown): never {
  throw cause instanceof errors.JOSEError ? new InvalidTokenError('signature', { cause }) : cause
}

/**
 * Signs claims as a compact JWS.
 *
 * @throws {TypeError} claims that JSON cannot carry, or a token longer than any verifier here takes
 */
export async function signCompactJws(key: SigningKey, typ: string, claims: Record<string, unknown>): Promise<string> {
  const { alg, kid } = key
  const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg, typ, ...(kid !== undefined && { kid }) })
    .sign(await key.signingKey())
  if (token.length > MAX_TOKEN_LENGTH)
    throw new TypeError(`"claims" make a token of more than ${MAX_TOKEN_LENGTH} characters`)
  return token
}
