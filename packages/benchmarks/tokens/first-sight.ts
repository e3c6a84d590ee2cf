import { createAccessToken, privateKey, verifyAccessToken, type SigningKey } from '@scopetree/core'
import { hs256 } from '@scopetree/core/token'
import { SignJWT, exportJWK, generateKeyPair, importJWK, jwtVerify } from 'jose'
import { KeyObject } from 'node:crypto'
import type { Contestant } from '../harness/rounds.js'
import { claims, forgeWith, importSecret, SECRET } from './forge.js'
import { JOSE, JOSE_CONTROL, OURS } from './verifiers.js'
import { fresh } from './workload.js'

const CALLS = { RS256: 600, ES256: 400, EdDSA: 400, HS256: 800 } as const
export type Algorithm = keyof typeof CALLS

/** Tokens that nobody has seen, verified by scopetree and by jose with the key imported beforehand. */
export async function verifying(alg: Exclude<Algorithm, 'HS256'>): Promise<Contestant[]> {
  const pair = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(pair.privateKey)), alg }
  const auth = { key: privateKey(jwk) }
  // As ours is: OpenSSL treats a key that it has generated itself otherwise.
  const imported = await importJWK(await exportJWK(pair.publicKey), alg)
  const signer = KeyObject.from(pair.privateKey)
  const make = (): string => forgeWith(signer, alg, claims())
  const jose = (name: string): Contestant =>
    fresh(name, CALLS[alg], make, (token) => jwtVerify(token, imported, { algorithms: [alg] }))
  return [fresh(OURS, CALLS[alg], make, (token) => verifyAccessToken(auth, token)), jose(JOSE), jose(JOSE_CONTROL)]
}

/** The same claims, signed by both. */
export async function signing(alg: Algorithm): Promise<Contestant[]> {
  const { key, imported } = alg === 'HS256' ? await sharedKeys() : await keysFor(alg)
  const options = { sub: 'johndoe', scopes: ['me', 'items'] }
  const auth = { key, scopes: { me: '', items: '' } }
  const byHand = (): Promise<string> =>
    new SignJWT({ sub: 'johndoe', scope: 'me items', jti: crypto.randomUUID() })
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime('15m')
      .sign(imported)
  return [
    times(OURS, CALLS[alg], () => createAccessToken(auth, { ...options, scopes: ['me', 'items'] })),
    times(JOSE, CALLS[alg], byHand),
    times(JOSE_CONTROL, CALLS[alg], byHand),
  ]
}

function times(name: string, calls: number, call: () => Promise<unknown>): Contestant {
  return {
    name,
    calls,
    async work() {
      for (let i = 0; i < calls; i += 1) await call()
    },
  }
}

interface Keys {
  readonly key: SigningKey
  /** The same for jose. */
  readonly imported: CryptoKey | Uint8Array
}

/** Imported by both: OpenSSL treats a key that it has generated itself otherwise. */
async function keysFor(alg: string): Promise<Keys> {
  const jwk = { ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).privateKey)), alg }
  return { key: privateKey(jwk), imported: await importJWK(jwk, alg) }
}

async function sharedKeys(): Promise<Keys> {
  return { key: hs256(SECRET), imported: await importSecret('sign') }
}
