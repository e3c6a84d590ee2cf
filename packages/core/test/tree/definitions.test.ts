import { guarded } from '@scopetree/core/adapter'
import { assertGuarded } from '@scopetree/core/testing'
import {
  apiKey,
  httpBasic,
  httpBearer,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2PasswordBearer,
  openIdConnect,
  scheme,
  depends,
  run,
  security,
  type AnyDependency,
} from '@scopetree/core/tree'
import { describe, expect, it } from 'vitest'
import { edgeOf, type SchemeNode } from '../../src/tree/node.js'

const scopes = { me: 'Read yourself.' }
const tokenUrl = 'token'
const refreshUrl = 'refresh'
const authorizationUrl = 'authorize'
const openIdConnectUrl = 'https://issuer.example/.well-known/openid-configuration'
const description = 'Log in "first".\nThen ask.'
const verify = (): null => null

it.each<[string, AnyDependency, object]>([
  [
    'oauth2PasswordBearer',
    oauth2PasswordBearer({ tokenUrl, scopes }, verify),
    { type: 'oauth2', flows: { password: { scopes, tokenUrl } } },
  ],
  [
    'oauth2PasswordBearer without scopes',
    oauth2PasswordBearer({ tokenUrl }, verify),
    { type: 'oauth2', flows: { password: { scopes: {}, tokenUrl } } },
  ],
  [
    'oauth2PasswordBearer with everything',
    oauth2PasswordBearer({ tokenUrl, refreshUrl, scopes, description, realm: 'not shown' }, verify),
    { type: 'oauth2', flows: { password: { scopes, tokenUrl, refreshUrl } }, description },
  ],
  [
    'oauth2AuthorizationCode',
    oauth2AuthorizationCode({ authorizationUrl, tokenUrl, scopes }, verify),
    { type: 'oauth2', flows: { authorizationCode: { scopes, authorizationUrl, tokenUrl } } },
  ],
  [
    'oauth2AuthorizationCode with everything',
    oauth2AuthorizationCode({ authorizationUrl, tokenUrl, refreshUrl, description }, verify),
    {
      type: 'oauth2',
      flows: { authorizationCode: { scopes: {}, authorizationUrl, tokenUrl, refreshUrl } },
      description,
    },
  ],
  [
    'oauth2ClientCredentials',
    oauth2ClientCredentials({ tokenUrl, refreshUrl, scopes }, verify),
    { type: 'oauth2', flows: { clientCredentials: { scopes, tokenUrl, refreshUrl } } },
  ],
  ['openIdConnect', openIdConnect({ openIdConnectUrl, scopes }, verify), { type: 'openIdConnect', openIdConnectUrl }],
  ['httpBearer', httpBearer({}, verify), { type: 'http', scheme: 'bearer' }],
  [
    'httpBearer with a hint',
    httpBearer({ bearerFormat: 'JWT', description }, verify),
    { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description },
  ],
  ['httpBasic', httpBasic({ realm: 'not shown' }, verify), { type: 'http', scheme: 'basic' }],
  ['apiKey', apiKey({ in: 'cookie', key: 'sid' }, verify), { type: 'apiKey', in: 'cookie', name: 'sid' }],
  [
    'a scheme of its own',
    scheme(
      { name: 'Device', definition: { type: 'mutualTLS' }, challenge: 'Device', extract: () => 1, description },
      verify,
    ),
    { type: 'mutualTLS', description },
  ],
])('%s is defined for OpenAPI', (_, dependency, definition) => {
  expect((edgeOf(dependency).node as SchemeNode).definition).toStrictEqual(definition)
})

describe('what is no dependency', () => {
  const wrong: readonly unknown[] = [() => false, async () => ({ user: 1 }), null, undefined, 'user', 7]

  it.each(wrong)('cannot guard: %o', (value) => {
    expect(() => guarded(value as AnyDependency, () => () => 1)).toThrow(/^guard\(\): what it needs must be dep/)
    expect(() => guarded({ user: value as AnyDependency }, () => () => 1)).toThrow(
      /^guard\(\): what it needs must be dep/,
    )
  })

  it.each(wrong)('cannot be depended on: %o', (value) => {
    expect(() => depends(value as AnyDependency, () => 1)).toThrow(/^depends\(\): what it needs must be dependencies/)
  })

  it.each(wrong)('can neither be run nor secured: %o', async (value) => {
    const dependency = value as AnyDependency
    expect(() => security(dependency)).toThrow(/^this must be a dependency/)
    await expect(run(dependency, new Request('http://localhost'), () => 1)).rejects.toThrow(
      /^this must be a dependency/,
    )
  })

  it('is a record that would be taken for a promise', () => {
    // oxlint-disable-next-line unicorn/no-thenable -- that is what is refused
    expect(() => depends({ then: depends(() => 1) })).toThrow(/^depends\(\): a record with "then"/)
  })

  it('cannot be depended on by what is no function', () => {
    expect(() =>
      depends(
        depends(() => 1),
        'user' as never,
      ),
    ).toThrow(/^depends\(\): the second argument is no function/)
  })

  it('is nothing at all: such a guard would let everybody in', () => {
    expect(() => guarded({}, () => () => 1)).toThrow(/^guard\(\): it needs nothing/)
  })
})

describe('assertGuarded', () => {
  const routes = [{ method: 'POST', path: '/token' }]

  it.each([[], {}, undefined, () => routes])('refuses what are no routes: %o', (value) => {
    expect(() => assertGuarded(value as never)).toThrow(/^"routes" must be/)
  })

  it('refuses an exception that is none any more', () => {
    expect(() => assertGuarded(routes, { except: ['/token', 'POST /token'] })).not.toThrow()
    expect(() => assertGuarded(routes, { except: ['/token', 'GET /token', '/health'] })).toThrow(
      '"except": there is no route GET /token, /health',
    )
  })
})
