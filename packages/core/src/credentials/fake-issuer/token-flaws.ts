import { base64url, CompactSign } from 'jose'
import type { SigningKey } from '../keys/key.js'

/** A token on its way: what will be signed, and by which key. */
export interface TokenDraft {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
  readonly key: SigningKey
}

/** The time, and a key that the issuer never published. */
interface FlawContext {
  readonly now: number
  readonly stranger: SigningKey
}

type MakeFlawed = (draft: TokenDraft, context: FlawContext) => string | Promise<string>

const FLAWS = {
  expired: (draft, { now }) => signDraft(withClaims(draft, { exp: now - 3600 })),
  not_yet_valid: (draft, { now }) => signDraft(withClaims(draft, { nbf: now + 3600 })),
  no_expiry: (draft) => signDraft(withClaims(draft, { exp: undefined })),
  other_issuer: (draft) => signDraft(withClaims(draft, { iss: 'https://other-issuer.test' })),
  no_issuer: (draft) => signDraft(withClaims(draft, { iss: undefined })),
  other_audience: (draft) => signDraft(withClaims(draft, { aud: 'https://other-api.test' })),
  no_audience: (draft) => signDraft(withClaims(draft, { aud: undefined })),
  no_subject: (draft) => signDraft(withClaims(draft, { sub: undefined })),
  numeric_subject: (draft) => signDraft(withClaims(draft, { sub: 7 })),
  other_type: (draft) => signDraft(withHeader(draft, { typ: 'logout+jwt' })),
  unknown_critical_header: (draft) => signDraft(withHeader(draft, { crit: ['extension'], extension: true })),
  unknown_key: (draft, { stranger }) => signDraft({ ...withHeader(draft, { kid: 'unknown' }), key: stranger }),
  foreign_signature: (draft, { stranger }) => signDraft({ ...draft, key: stranger }),
  tampered: async (draft) => {
    const [header, , signature] = (await signDraft(draft)).split('.')
    return [header, encode({ ...draft.payload, admin: true }), signature].join('.')
  },
  unsigned: (draft) => `${encode({ ...draft.header, alg: 'none' })}.${encode(draft.payload)}.`,
  /** RFC 8725 §2.1: the public key, which everyone has, as the secret of an HMAC. */
  public_key_as_secret: async ({ header, payload, key }) => {
    const secret = new TextEncoder().encode(JSON.stringify(await key.publicJwks()))
    return sign({ ...header, alg: 'HS256' }, payload, secret)
  },
} satisfies Record<string, MakeFlawed>

/** What can be wrong with a token. */
export type TokenFlaw = keyof typeof FLAWS

/** Every flaw, for tables of tests: a token with any of them is to be refused. */
export const TOKEN_FLAWS: readonly TokenFlaw[] = Object.keys(FLAWS).filter(isFlaw)

function isFlaw(name: string): name is TokenFlaw {
  return Object.hasOwn(FLAWS, name)
}

/** @throws {TypeError} no such flaw: the token would be good, and prove nothing */
export async function signFlawed(flaw: TokenFlaw, draft: TokenDraft, context: FlawContext): Promise<string> {
  if (!isFlaw(flaw)) throw new TypeError(`"flaw" must be one of ${TOKEN_FLAWS.join(', ')}`)
  const makeFlawed: MakeFlawed = FLAWS[flaw]
  return makeFlawed(draft, context)
}

export async function signDraft({ header, payload, key }: TokenDraft): Promise<string> {
  return sign(header, payload, await key.signingKey())
}

async function sign(
  header: TokenDraft['header'],
  payload: TokenDraft['payload'],
  key: Parameters<CompactSign['sign']>[0],
): Promise<string> {
  const { alg, crit } = header
  if (typeof alg !== 'string') throw new TypeError('"header" must hold "alg"')
  const names = Array.isArray(crit) ? crit.map(String) : []
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ ...header, alg })
    .sign(key, { crit: Object.fromEntries(names.map((name) => [name, true])) })
}

function withClaims(draft: TokenDraft, claims: TokenDraft['payload']): TokenDraft {
  return { ...draft, payload: { ...draft.payload, ...claims } }
}

function withHeader(draft: TokenDraft, header: TokenDraft['header']): TokenDraft {
  return { ...draft, header: { ...draft.header, ...header } }
}

function encode(value: object): string {
  return base64url.encode(JSON.stringify(value))
}
