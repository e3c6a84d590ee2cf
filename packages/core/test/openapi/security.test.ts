import {
  anyOf,
  apiKey,
  authentication,
  depends,
  httpBasic,
  httpBearer,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2PasswordBearer,
  openIdConnect,
  optional,
  scheme,
  security,
} from '@scopetree/core'
import { securityOf, securitySchemesOf } from '@scopetree/core/openapi'
import { describe, expect, it } from 'vitest'

const scopes = { me: 'Read information about the current user.', items: 'Read items.' }
const nobody = () => null

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, nobody)
const activeUser = depends(security(currentUser, 'me'), (user) => user)
const service = apiKey({ in: 'header', key: 'x-api-key', name: 'Service', scopes }, nobody)
const admin = httpBasic({ name: 'Admin' }, nobody)

describe('securityOf', () => {
  it('lists the scopes of every path, outermost first', () => {
    expect(securityOf(security(activeUser, 'items'))).toEqual([{ OAuth2PasswordBearer: ['items', 'me'] }])
  })

  it('names a scheme that no scope is demanded of', () => {
    expect(securityOf(currentUser)).toEqual([{ OAuth2PasswordBearer: [] }])
  })

  it('is empty where nobody is authenticated', () => {
    expect(securityOf(depends(() => 'a database'))).toEqual([])
  })

  it('puts schemes that are needed together into one requirement', () => {
    expect(securityOf({ user: activeUser, service: security(service, 'items') })).toEqual([
      { OAuth2PasswordBearer: ['me'], Service: ['items'] },
    ])
  })

  it('merges what several demand of one scheme', () => {
    const both = depends({ one: security(currentUser, 'items'), other: activeUser })
    expect(securityOf(both)).toEqual([{ OAuth2PasswordBearer: ['items', 'me'] }])
  })

  it('lists alternatives, each with the scopes that are demanded of all', () => {
    expect(securityOf(security(anyOf(activeUser, service), 'items'))).toEqual([
      { OAuth2PasswordBearer: ['items', 'me'] },
      { Service: ['items'] },
    ])
  })

  it('adds an empty requirement for what is optional', () => {
    expect(securityOf(optional(activeUser))).toEqual([{ OAuth2PasswordBearer: ['me'] }, {}])
  })

  it('says of an optional scheme beside a demanded one that it may be used', () => {
    expect(securityOf({ visitor: optional(currentUser), admin })).toEqual([
      { Admin: [], OAuth2PasswordBearer: [] },
      { Admin: [] },
    ])
  })

  it('demands what one part demands, also where another has it optional', () => {
    expect(securityOf({ visitor: optional(currentUser), user: activeUser })).toEqual([{ OAuth2PasswordBearer: ['me'] }])
  })

  it('leaves out combinations that demand more than another', () => {
    const caller = anyOf(currentUser, service)
    expect(securityOf({ router: caller, route: security(caller, 'items') })).toEqual([
      { OAuth2PasswordBearer: ['items'] },
      { Service: ['items'] },
    ])
  })

  it('looks through choices in choices', () => {
    expect(securityOf(anyOf(depends({ currentUser, admin }), anyOf(service, admin)))).toEqual([
      { OAuth2PasswordBearer: [], Admin: [] },
      { Service: [] },
      { Admin: [] },
    ])
  })

  it('knows authentication() for the scheme that it is', () => {
    expect(securityOf(authentication(currentUser))).toEqual([{ OAuth2PasswordBearer: [] }])
  })

  it('is quick about a diamond of choices, of which there are more paths than anyone can walk', () => {
    let tower = anyOf(currentUser, service)
    for (let level = 0; level < 60; level += 1)
      tower = anyOf(
        depends(tower, (value) => value),
        tower,
      )
    expect(securityOf(tower)).toEqual([{ OAuth2PasswordBearer: [] }, { Service: [] }])
  })

  it('refuses to list more than 32 combinations, before it has made them', () => {
    const schemeOf = (name: string) => httpBearer({ name }, nobody)
    // All of them, 2^40, could not be made.
    const choices = Array.from({ length: 40 }, (_, index) => anyOf(schemeOf(`A${index}`), schemeOf(`B${index}`)))
    expect(() => securityOf(Object.fromEntries(choices.map((choice, index) => [`n${index}`, choice])))).toThrow(
      /^OpenAPI lists every combination of schemes, and here are more than 32/,
    )
    expect(securityOf(Object.fromEntries(choices.slice(0, 5).map((one, index) => [`n${index}`, one])))).toHaveLength(32)
  })
})

describe('securitySchemesOf', () => {
  it.each([
    [
      'oauth2PasswordBearer',
      oauth2PasswordBearer({ tokenUrl: 'token', refreshUrl: 'refresh', scopes, description: 'Log in' }, nobody),
      {
        OAuth2PasswordBearer: {
          type: 'oauth2',
          description: 'Log in',
          flows: { password: { tokenUrl: 'token', refreshUrl: 'refresh', scopes } },
        },
      },
    ],
    [
      'oauth2AuthorizationCode',
      oauth2AuthorizationCode({ authorizationUrl: 'authorize', tokenUrl: 'token' }, nobody),
      {
        OAuth2AuthorizationCodeBearer: {
          type: 'oauth2',
          flows: { authorizationCode: { authorizationUrl: 'authorize', tokenUrl: 'token', scopes: {} } },
        },
      },
    ],
    [
      'oauth2ClientCredentials',
      oauth2ClientCredentials({ tokenUrl: 'token' }, nobody),
      { OAuth2ClientCredentials: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'token', scopes: {} } } } },
    ],
    [
      'openIdConnect',
      openIdConnect({ openIdConnectUrl: 'https://issuer.example' }, nobody),
      { OpenIdConnect: { type: 'openIdConnect', openIdConnectUrl: 'https://issuer.example' } },
    ],
    [
      'httpBearer',
      httpBearer({ bearerFormat: 'JWT' }, nobody),
      { HTTPBearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    ],
    ['httpBasic', httpBasic({}, nobody), { HTTPBasic: { type: 'http', scheme: 'basic' } }],
    [
      'apiKey',
      apiKey({ in: 'cookie', key: 'session' }, nobody),
      { APIKeyCookie: { type: 'apiKey', in: 'cookie', name: 'session' } },
    ],
    [
      'scheme',
      scheme(
        { name: 'Device', definition: { type: 'mutualTLS' }, challenge: 'Device', extract: () => undefined },
        nobody,
      ),
      { Device: { type: 'mutualTLS' } },
    ],
  ])('%s', (_, dependency, expected) => {
    expect(securitySchemesOf(dependency)).toEqual(expected)
  })

  it('finds schemes wherever they are, each once', () => {
    const found = securitySchemesOf(anyOf(activeUser, service), { visitor: optional(admin) }, currentUser)
    expect(Object.keys(found)).toEqual(['OAuth2PasswordBearer', 'Service', 'Admin'])
  })

  it('takes two schemes for one that say the same in another order', () => {
    const of = (definition: Record<string, string>) =>
      scheme({ name: 'Same', definition, challenge: 'Same', extract: () => undefined }, nobody)
    const [one, other] = [of({ type: 'http', scheme: 'digest' }), of({ scheme: 'digest', type: 'http' })]
    expect(securitySchemesOf(one, other)).toEqual({ Same: { type: 'http', scheme: 'digest' } })
  })

  it.each([
    ['flows.password.tokenUrl', { tokenUrl: 'other', scopes }],
    ['flows.password.scopes.me', { tokenUrl: 'token' }],
    ['description', { tokenUrl: 'token', scopes, description: 'Log in.' }],
  ])('refuses two schemes under one name that differ in %s', (where, options) => {
    expect(() => securitySchemesOf(currentUser, oauth2PasswordBearer(options, nobody))).toThrow(
      new TypeError(
        `two different security schemes are named OAuth2PasswordBearer, whose ${where} differs: give one of them another "name"`,
      ),
    )
  })

  it.each(['', 'two words', 'a/b', 'é'])('refuses the name %j, which OpenAPI does not allow', (name) => {
    expect(() => securitySchemesOf(httpBearer({ name }, nobody))).toThrow(TypeError)
  })

  it('takes __proto__ for a name like any other', () => {
    const odd = httpBearer({ name: '__proto__' }, nobody)
    expect(JSON.stringify(securitySchemesOf(odd))).toBe('{"__proto__":{"type":"http","scheme":"bearer"}}')
    expect(JSON.stringify(securityOf({ odd, admin }))).toBe('[{"__proto__":[],"Admin":[]}]')
  })
})
