import { depends, fastapi, httpBasic, oauth2PasswordBearer, security } from '@scopetree/core'
import { withSecurity } from '@scopetree/core/openapi'
import { expect, it } from 'vitest'
import { info, route, validated } from './document.js'

const nobody = () => null
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: { me: 'Me' } }, nobody)
const ok = { description: 'OK' }

const document = {
  openapi: '3.1.0',
  info,
  paths: {
    '/users/{userId}': {
      summary: 'Users',
      parameters: [{ name: 'userId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { summary: 'One user', security: [{ Stale: [] }], responses: { '200': ok, '401': { description: 'Mine' } } },
      put: { responses: { '200': ok } },
    },
    '/health': { get: { responses: { '200': ok } } },
    'x-note': 'kept',
  },
  components: { schemas: { User: { type: 'object' } } },
}
const routes = [
  route('GET /users/:id', security(currentUser, 'me')),
  route('PUT /users/:id'),
  route(
    'GET /health',
    depends(() => 'a database'),
  ),
  route('GET /internal', httpBasic({}, nobody)),
]

it('adds what guards demand, and leaves all else as it is', async () => {
  const before = structuredClone(document)
  const secured = await validated(withSecurity(document, routes))
  expect(secured).toEqual({
    ...document,
    paths: {
      ...document.paths,
      '/users/{userId}': {
        ...document.paths['/users/{userId}'],
        get: {
          summary: 'One user',
          security: [{ OAuth2PasswordBearer: ['me'] }],
          responses: { '200': ok, '401': { description: 'Mine' }, '403': expect.any(Object) as object },
        },
      },
    },
    components: {
      schemas: document.components.schemas,
      securitySchemes: {
        OAuth2PasswordBearer: { type: 'oauth2', flows: { password: { tokenUrl: 'token', scopes: { me: 'Me' } } } },
      },
    },
  })
  expect(document).toEqual(before)
})

it('writes responses as the profile does', () => {
  const { get } = withSecurity(document, routes, { profile: fastapi }).paths['/users/{userId}']
  expect(Object.keys(get.responses)).toEqual(['200', '401'])
})

it('is the very document where nothing in it is guarded', () => {
  expect(withSecurity(document, [route('GET /users')])).toBe(document)
})

it('refuses a scheme under a name that the document has for another', () => {
  const taken = { ...document, components: { securitySchemes: { OAuth2PasswordBearer: { type: 'mutualTLS' } } } }
  expect(() => withSecurity(taken, routes)).toThrow(/two different security schemes are named OAuth2PasswordBearer/)
})

it('keeps the schemes that a document has, in a document without paths as well', () => {
  const same = { components: { securitySchemes: { Other: { type: 'mutualTLS' } } } }
  expect(withSecurity(same, routes)).toBe(same)
})
