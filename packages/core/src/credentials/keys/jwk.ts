/** A JSON Web Key for signatures (RFC 7517, RFC 7518 §6, RFC 8037 §2), as it is read from a file or a database. */
export interface Jwk {
  readonly kty?: string | undefined
  readonly alg?: string | undefined
  readonly kid?: string | undefined
  readonly use?: string | undefined
  readonly key_ops?: readonly string[] | undefined
  readonly ext?: boolean | undefined
  readonly crv?: string | undefined
  readonly x?: string | undefined
  readonly y?: string | undefined
  readonly n?: string | undefined
  readonly e?: string | undefined
  readonly d?: string | undefined
  readonly p?: string | undefined
  readonly q?: string | undefined
  readonly dp?: string | undefined
  readonly dq?: string | undefined
  readonly qi?: string | undefined
  readonly x5c?: readonly string[] | undefined
  readonly x5t?: string | undefined
  readonly 'x5t#S256'?: string | undefined
  readonly x5u?: string | undefined
}

/** A member's name and, where the RFC fixes it, its length in bytes. */
export type JwkMember = readonly [name: keyof Jwk, bytes?: number]

/** What the keys of one type and curve have in common. */
export interface JwkKind {
  /** The algorithms that such a key can be for. */
  readonly algs: readonly string[]
  /** The one that a JWK means which names none. */
  readonly defaultAlg?: string
  readonly publicMembers: readonly JwkMember[]
  readonly privateMembers: readonly JwkMember[]
}

const KINDS: ReadonlyMap<string, JwkKind> = new Map([
  ['EC P-256', curve('ES256', 32)],
  ['EC P-384', curve('ES384', 48)],
  ['EC P-521', curve('ES512', 66)],
  [
    'OKP Ed25519',
    { algs: ['EdDSA', 'Ed25519'], defaultAlg: 'EdDSA', publicMembers: [['x', 32]], privateMembers: [['d', 32]] },
  ],
  [
    'RSA',
    {
      algs: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
      publicMembers: [['n'], ['e']],
      privateMembers: [['d'], ['p'], ['q'], ['dp'], ['dq'], ['qi']],
    },
  ],
])

export const ASYMMETRIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

/** The signature algorithms of RFC 7518 §3.1, RFC 8037 and RFC 9864 whose keys have two halves. */
export type AsymmetricAlgorithm = (typeof ASYMMETRIC_ALGORITHMS)[number]

export function isAsymmetric(alg: unknown): alg is AsymmetricAlgorithm {
  return ASYMMETRIC_ALGORITHMS.some((known) => known === alg)
}

/** RFC 7518 §6.2.1.2: coordinates have the full length of the field. */
function curve(alg: string, bytes: number): JwkKind {
  const publicMembers: JwkMember[] = [
    ['x', bytes],
    ['y', bytes],
  ]
  return { algs: [alg], defaultAlg: alg, publicMembers, privateMembers: [['d', bytes]] }
}

/** The kind of a JWK; `undefined` for what cannot sign access tokens, shared secrets included. */
export function kindOf({ kty, crv }: Jwk): JwkKind | undefined {
  return KINDS.get(kty === 'RSA' ? 'RSA' : `${kty} ${crv}`)
}
