import { hs256, jwksEndpoint, keyRing, privateKey, type JwksEndpointOptions } from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { material } from './material.js'

const [es, ed] = [material('ES256'), material('EdDSA')]
const ring = keyRing(privateKey(es.privateJwk, { kid: '2' }), privateKey(ed.privateJwk, { kid: '1' }))

describe('jwksEndpoint', () => {
  const ask = (method: string): Promise<Response> =>
    jwksEndpoint(ring)(new Request('https://api.test/jwks', { method }))

  it('publishes every key of a ring, and of each the public half alone', async () => {
    const response = await ask('GET')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] }
    expect(keys.map(({ kid, alg }) => [kid, alg])).toEqual([
      ['2', 'ES256'],
      ['1', 'EdDSA'],
    ])
    expect(keys.flatMap(Object.keys)).not.toContain('d')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s: 405', async (method) => {
    const response = await ask(method)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(await response.text()).not.toContain('kty')
  })

  it('is refused a shared secret at once', () => {
    expect(() => jwksEndpoint(hs256(crypto.randomUUID()))).toThrow('no public half')
    expect(() => jwksEndpoint(keyRing(hs256(crypto.randomUUID(), { kid: '1' })))).toThrow('no public half')
  })

  it.each([-1, 1.5, NaN, '300'])('maxAge %s is no number of seconds', (maxAge) => {
    const options: object = { maxAge }
    expect(() => jwksEndpoint(ring, options as JwksEndpointOptions)).toThrow('"maxAge" must be')
  })

  it('says for how long the set may be kept', async () => {
    const response = await jwksEndpoint(ring, { maxAge: 60 })(new Request('https://api.test/jwks'))
    expect(response.headers.get('cache-control')).toBe('public, max-age=60')
  })
})
