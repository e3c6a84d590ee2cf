import type { Jwk } from '@scopetree/core'

/** A new private key, to be kept as a secret. */
export async function newKey(kid: string): Promise<Jwk> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), alg: 'ES256', kid }
}
