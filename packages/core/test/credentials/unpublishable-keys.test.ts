import { jwks, jwksEndpoint, keyRing, privateKey, publicKey, type LocalKey } from '@scopetree/core'
import { jwksResponder } from '@scopetree/core/adapter'
import { describe, expect, it } from 'vitest'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }
const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
const closed = await crypto.subtle.importKey('spki', spki, ALGORITHM, false, ['verify'])
const closedKey = publicKey(closed, { kid: 'closed' })
const openKey = publicKey(pair.publicKey, { kid: 'open' })
const refusal = /not extractable/

describe('a CryptoKey that is not extractable', () => {
  it.each<[where: string, key: LocalKey]>([
    ['by itself', closedKey],
    ['as the public half of a pair', privateKey({ privateKey: pair.privateKey, publicKey: closed })],
    ['as the current key of a ring', keyRing(closedKey, openKey)],
    ['as an older key of a ring', keyRing(openKey, closedKey)],
  ])('is refused %s when the endpoint is made, not by its first request', async (_where, key) => {
    expect(() => jwksEndpoint(key)).toThrow(refusal)
    expect(() => jwksResponder(key)).toThrow(refusal)
    await expect(jwks(key)).rejects.toThrow(refusal)
  })
})

it.each<[what: string, key: LocalKey]>([
  ['an extractable CryptoKey', openKey],
  ['a pair whose private half alone is closed', privateKey(pair)],
  ['a ring of them', keyRing(openKey, privateKey(pair))],
])('%s is published', async (_what, key) => {
  const answer = await jwksEndpoint(key)(new Request('http://localhost/jwks.json'))
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ keys: expect.arrayContaining([expect.objectContaining({ kty: 'EC' })]) })
})
