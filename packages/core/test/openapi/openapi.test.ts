import {
  anyOf,
  depends,
  fastapi,
  httpBasic,
  HttpError,
  oauth2PasswordBearer,
  optional,
  security,
} from '@scopetree/core'
import { guarded, routeOf } from '@scopetree/core/adapter'
import { openapi, operation, passwordLogin } from '@scopetree/core/openapi'
import { override } from '@scopetree/core/testing'
import { describe, expect, it } from 'vitest'
import { documentOf, info, route } from './document.js'

const scopes = { me: 'Read information about the current user.', items: 'Read items.' }
const nobody = () => null
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, nobody)
const activeUser = depends(security(currentUser, 'me'), (user) => user)
const admin = httpBasic({ name: 'Admin' }, nobody)

const SCOPES_APP = [
  route('POST /token', undefined, passwordLogin),
  route('GET /users/me/', activeUser),
  route('GET /users/me/items/', security(activeUser, 'items')),
  route('GET /status/', currentUser),
]

describe('the application of the scopes tutorial', () => {
  it('has the very security that FastAPI writes', async () => {
    const document = await documentOf(SCOPES_APP)
    expect(document.components?.securitySchemes).toEqual({
      OAuth2PasswordBearer: {
        type: 'oauth2',
        flows: {
          password: {
            scopes: { me: 'Read information about the current user.', items: 'Read items.' },
            tokenUrl: 'token',
          },
        },
      },
    })
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { security }]) => [`${method} ${path}`, security]),
    )
    expect(operations).toEqual([
      ['post /token', undefined],
      ['get /users/me/', [{ OAuth2PasswordBearer: ['me'] }]],
      ['get /users/me/items/', [{ OAuth2PasswordBearer: ['items', 'me'] }]],
      ['get /status/', [{ OAuth2PasswordBearer: [] }]],
    ])
    expect(document['security']).toBeUndefined()
  })

  it('has the form of the token endpoint', async () => {
    const { paths } = await documentOf(SCOPES_APP)
    expect(paths['/token']?.['post']?.['requestBody']).toMatchObject({
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            required: ['username', 'password'],
            properties: {
              grant_type: { pattern: '^password$' },
              username: { type: 'string' },
              password: { type: 'string', format: 'password' },
              scope: { type: 'string', default: '' },
              client_id: { type: 'string' },
              client_secret: { type: 'string', format: 'password' },
            },
          },
        },
      },
    })
  })

  it.each([
    ['rfc6750', undefined, ['200', '400']],
    ['fastapi', fastapi, ['200', '400', '422']],
  ])('lists what the token endpoint answers: %s', async (_, profile, statuses) => {
    const { paths } = await documentOf(SCOPES_APP, { profile })
    expect(Object.keys(paths['/token']?.['post']?.responses ?? {})).toEqual(statuses)
  })
})

describe('responses of a guarded route', () => {
  it('are what the default profile answers, challenge and body', async () => {
    const { paths } = await documentOf(SCOPES_APP)
    expect(paths['/users/me/items/']?.['get']?.responses).toMatchObject({
      200: { description: 'OK' },
      401: {
        headers: {
          'WWW-Authenticate': {
            schema: { type: 'string' },
            examples: {
              unauthenticated: { value: 'Bearer scope="items me"' },
              invalid_token: {
                value:
                  'Bearer error="invalid_token", error_description="The credentials belong to no known user", scope="items me"',
              },
            },
          },
        },
        content: {
          'application/json': {
            examples: {
              unauthenticated: { value: { detail: 'Not authenticated' } },
              invalid_token: { value: { error: 'invalid_token' } },
            },
          },
        },
      },
      403: {
        headers: {
          'WWW-Authenticate': {
            examples: {
              insufficient_scope: { value: expect.stringContaining('error="insufficient_scope"') as string },
            },
          },
        },
        content: { 'application/json': { examples: { insufficient_scope: { value: { scope: 'items me' } } } } },
      },
    })
  })

  it('are what the fastapi profile answers', async () => {
    const { paths } = await documentOf(SCOPES_APP, { profile: fastapi })
    const responses = paths['/users/me/items/']?.['get']?.responses
    expect(Object.keys(responses ?? {})).toEqual(['200', '401'])
    expect(responses?.['401']).toMatchObject({
      headers: {
        'WWW-Authenticate': {
          examples: {
            unauthenticated: { value: 'Bearer' },
            invalid_token: { value: 'Bearer scope="items me"' },
            insufficient_scope: { value: 'Bearer scope="items me"' },
          },
        },
      },
      content: {
        'application/json': { examples: { insufficient_scope: { value: { detail: 'Not enough permissions' } } } },
      },
    })
  })

  it('name no missing scope where none is demanded', async () => {
    const { paths } = await documentOf(SCOPES_APP)
    expect(Object.keys(paths['/status/']?.['get']?.responses ?? {})).toEqual(['200', '401'])
  })

  it('offer every scheme that there is to choose from', async () => {
    const { paths } = await documentOf([route('GET /', anyOf(activeUser, admin))])
    expect(challenges(paths['/']?.['get']?.responses)).toEqual({
      unauthenticated: 'Bearer scope="me", Basic realm="api", charset="UTF-8"',
      invalid_token:
        'Bearer error="invalid_token", error_description="The credentials belong to no known user", scope="me", Basic realm="api", charset="UTF-8"',
    })
  })

  it('ask for the first of the schemes that are needed together', async () => {
    const { paths } = await documentOf([route('GET /', depends({ admin, activeUser }))])
    expect(challenges(paths['/']?.['get']?.responses)).toMatchObject({
      unauthenticated: 'Basic realm="api", charset="UTF-8"',
    })
  })

  it('tell of the scheme that lacks a scope, and of no other that is needed beside it', async () => {
    const { paths } = await documentOf([route('GET /', depends({ admin, activeUser }))])
    expect(challenges(paths['/']?.['get']?.responses, '403')).toEqual({
      insufficient_scope:
        'Bearer error="insufficient_scope", error_description="The access token lacks a scope that this request needs", scope="me"',
    })
  })

  it('ask for nothing where one way is open', async () => {
    const { paths } = await documentOf([route('GET /', optional(anyOf(activeUser, admin)))])
    expect(Object.keys(challenges(paths['/']?.['get']?.responses))).toEqual(['invalid_token'])
  })

  it('are quick to find in a diamond of choices', async () => {
    let tower = anyOf(activeUser, admin)
    for (let level = 0; level < 60; level += 1)
      tower = anyOf(
        depends(tower, (value) => value),
        tower,
      )
    const { paths } = await documentOf([route('GET /', tower)])
    expect(challenges(paths['/']?.['get']?.responses)).toMatchObject({
      unauthenticated: 'Bearer scope="me", Basic realm="api", charset="UTF-8"',
    })
  })

  it('ask for nothing where credentials are optional, and still refuse bad ones', async () => {
    const { paths } = await documentOf([route('GET /', optional(activeUser))])
    expect(Object.keys(challenges(paths['/']?.['get']?.responses))).toEqual(['invalid_token'])
  })

  it('leave what the route itself says of a status', async () => {
    const { paths } = await documentOf([route('GET /', activeUser, { responses: { 403: { description: 'Mine' } } })])
    expect(paths['/']?.['get']?.responses?.['403']).toEqual({ description: 'Mine' })
  })
})

function challenges(responses: Readonly<Record<string, object>> = {}, status = '401'): Record<string, string> {
  const { headers } = responses[status] as { headers: Record<string, { examples: Record<string, { value: string }> }> }
  return Object.fromEntries(
    Object.entries(headers['WWW-Authenticate']?.examples ?? {}).map(([key, { value }]) => [key, value]),
  )
}

describe('a route behind several guards', () => {
  const joined = routeOf('GET', '/', [
    guarded(anyOf(security(currentUser, 'me'), admin), () => () => {}),
    guarded(security(activeUser, 'items'), () => () => {}),
  ])

  it('demands what all of them do, the outermost first', async () => {
    const { paths } = await documentOf([joined])
    expect(paths['/']?.['get']?.security).toEqual([{ OAuth2PasswordBearer: ['me', 'items'] }])
  })

  it('asks for what the first one asks for', async () => {
    const { paths } = await documentOf([joined])
    expect(challenges(paths['/']?.['get']?.responses)).toMatchObject({
      unauthenticated: 'Bearer scope="me", Basic realm="api", charset="UTF-8"',
    })
  })
})

describe('the document', () => {
  it('has no components without schemes, and no security without a guard', async () => {
    const document = await documentOf([route('GET /')])
    expect(document).toEqual({
      openapi: '3.1.0',
      info,
      paths: { '/': { get: { responses: { 200: { description: 'OK' } } } } },
    })
  })

  it('carries members of its own, and components beside ours', async () => {
    const servers = [{ url: '.' }]
    const document = await documentOf([route('GET /', admin)], {
      servers,
      components: { schemas: { Item: { type: 'object' } }, securitySchemes: { Other: { type: 'mutualTLS' } } },
    })
    expect(document['servers']).toEqual(servers)
    expect(document.components).toEqual({
      schemas: { Item: { type: 'object' } },
      securitySchemes: { Other: { type: 'mutualTLS' }, Admin: { type: 'http', scheme: 'basic' } },
    })
  })

  it('refuses two different schemes under one name, of different routes as well', () => {
    const other = oauth2PasswordBearer({ tokenUrl: 'other' }, nobody)
    const routes = [route('GET /a', currentUser), route('GET /b', other)]
    expect(() => openapi({ info, routes })).toThrow(/two different security schemes are named OAuth2PasswordBearer/)
  })

  it('refuses a scheme under a name that its own components have for another', () => {
    const components = { securitySchemes: { Admin: { type: 'mutualTLS' } } }
    expect(() => openapi({ info, routes: [route('GET /', admin)], components })).toThrow(/schemes are named Admin/)
  })

  it('says which route has too many combinations', () => {
    const named = (name: string) => httpBasic({ name }, nobody)
    const needs = Array.from({ length: 6 }, (_, index) => [`n${index}`, anyOf(named(`A${index}`), named(`B${index}`))])
    const guard = depends(Object.fromEntries(needs) as Record<string, typeof admin>)
    expect(() => openapi({ info, routes: [route('GET /x', guard)] })).toThrow(
      /^GET \/x: OpenAPI lists every combination/,
    )
  })

  it('describes what was declared, whatever a test overrides', async () => {
    using _ = override(activeUser, (): never => {
      throw new Error('not asked')
    })
    const { paths } = await documentOf([route('GET /', activeUser)])
    expect(paths['/']?.['get']?.security).toEqual([{ OAuth2PasswordBearer: ['me'] }])
  })
})

describe('what a route says of itself', () => {
  const details = { summary: 'One item', tags: ['items'], operationId: 'getItem' }

  it('stands in its operation, beside its security', async () => {
    const { paths } = await documentOf([route('GET /items/:id', activeUser, details)])
    expect(paths['/items/{id}']?.['get']).toMatchObject({ ...details, security: [{ OAuth2PasswordBearer: ['me'] }] })
  })

  it('adds up with what its router says: tags and errors; else the inner word counts', async () => {
    const router = { tags: ['admin', 'items'], summary: 'Outer', errors: [new HttpError(404, 'No such item')] }
    const { paths } = await documentOf([
      route('GET /items', undefined, router, { ...details, errors: [new HttpError(404, 'No such shelf')] }),
    ])
    const { tags, summary, responses } = paths['/items']?.['get'] ?? {}
    expect({ tags, summary }).toEqual({ tags: ['admin', 'items'], summary: 'One item' })
    expect(responses?.['404']).toEqual({
      description: 'No such item; No such shelf',
      content: {
        'application/json': {
          schema: { type: 'object' },
          examples: {
            refused: { summary: 'No such item', value: { detail: 'No such item' } },
            refused_2: { summary: 'No such shelf', value: { detail: 'No such shelf' } },
          },
        },
      },
    })
  })

  it.each([undefined, null, {}, () => []])('is of routes, not of %o', (routes) => {
    expect(() => openapi({ info, routes: routes as never })).toThrow('"routes" must be routes: routesOf(app)')
  })

  it('names no errors but ours', () => {
    const details = { errors: [new Error('of another kind') as HttpError] }
    expect(() => openapi({ info, routes: [route('GET /', undefined, details)] })).toThrow(
      new TypeError('"errors" must be errors of scopetree'),
    )
  })

  it('can be another status of what goes well', async () => {
    const { paths } = await documentOf([
      route('POST /made', undefined, { status: 201, response: { type: 'boolean' } }),
      route('POST /taken', undefined, { status: 202, responses: { 303: { description: 'Elsewhere' } } }),
    ])
    expect(paths['/made']?.['post']).toEqual({
      responses: { 201: { description: 'OK', content: { 'application/json': { schema: { type: 'boolean' } } } } },
    })
    expect(paths['/taken']?.['post']).toEqual({
      responses: { 202: { description: 'OK' }, 303: { description: 'Elsewhere' } },
    })
  })

  it('can be that it is hidden, its scheme with it', async () => {
    const document = await documentOf([route('GET /docs', admin, { hidden: true }), route('GET /', currentUser)])
    expect(Object.keys(document.paths)).toEqual(['/'])
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['OAuth2PasswordBearer'])
  })

  it('is hidden or not by the inner word, of the route', async () => {
    const { paths } = await documentOf([
      route('GET /shown', undefined, { hidden: true }, { hidden: false }),
      route('GET /hidden', undefined, { hidden: true }, { hidden: undefined }),
    ])
    expect(Object.keys(paths)).toEqual(['/shown'])
  })

  it('says nothing by undefined, of the outer word or of the document', async () => {
    const details = { summary: 'One', tags: ['a'], status: 201 }
    const nothing = { summary: undefined, tags: undefined, status: undefined, responses: undefined, body: undefined }
    const document = await documentOf([route('GET /', currentUser, details, nothing)], {
      servers: undefined,
      components: { schemas: undefined, securitySchemes: undefined },
    })
    expect(document).not.toHaveProperty('servers')
    expect(document.paths['/']?.['get']).toMatchObject({ summary: 'One', tags: ['a'], responses: { 201: {} } })
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['OAuth2PasswordBearer'])
  })

  it('takes the place of OK when it is another success', async () => {
    const { paths } = await documentOf([
      route('POST /items', undefined, { responses: { 201: { description: 'Made' } } }),
    ])
    expect(paths['/items']?.['post']?.responses).toEqual({ 201: { description: 'Made' } })
  })

  it('is remembered on the handler, which stays the same function', () => {
    const handler = (): string => 'ok'
    expect(operation({ summary: 'A' }, handler)).toBe(handler)
  })
})

describe('paths', () => {
  it.each([
    ['/users/:id', ['/users/{id}']],
    ['/users/:id/posts/:post_id', ['/users/{id}/posts/{post_id}']],
    ['/flights/:from-:to', ['/flights/{from}-{to}']],
    ['/:"user id"/x', ['/{user id}/x']],
    ['/users/:id{[0-9]+}', ['/users/{id}']],
    ['/dates/:date{[0-9]{4}-[0-9]{2}}/x', ['/dates/{date}/x']],
    ['/animals/:type?', ['/animals', '/animals/{type}']],
    ['/users{/:id}/delete', ['/users/delete', '/users/{id}/delete']],
    ['/:file{.:ext}', ['/{file}', '/{file}.{ext}']],
    ['/files/*path', ['/files/{path}']],
    ['/files/*', ['/files/{path}']],
    ['/files{/*rest}', ['/files', '/files/{rest}']],
    ['*', ['/{path}']],
  ])('%s is %j', async (path, expected) => {
    const { paths } = await documentOf([route(`GET ${path}`.replace(' id', '\u00a0id'))])
    expect(Object.keys(paths)).toEqual(expected.map((one) => one.replace(' id', '\u00a0id')))
    for (const [template, item] of Object.entries(paths)) {
      const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
      const parameters = (item['get']?.['parameters'] ?? []) as readonly {
        name: string
        in: string
        required: boolean
      }[]
      expect(parameters.map(({ name }) => name)).toEqual(names)
      expect(parameters.every((one) => one.in === 'path' && one.required)).toBe(true)
    }
  })

  it("keep Hono's expression as a pattern", async () => {
    const { paths } = await documentOf([route('GET /users/:id{[0-9]+}')])
    expect(paths['/users/{id}']?.['get']?.['parameters']).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^(?:[0-9]+)$' } },
    ])
  })

  it('leave a parameter to the route that describes it, and keep its others', async () => {
    const parameters = [
      { name: 'q', in: 'query', schema: { type: 'string' } },
      { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
    ]
    const { paths } = await documentOf([route('GET /users/:id/:tab', undefined, { parameters })])
    expect(paths['/users/{id}/{tab}']?.['get']?.['parameters']).toEqual([
      { name: 'tab', in: 'path', required: true, schema: { type: 'string' } },
      ...parameters,
    ])
  })

  it('show a route of every method as the common ones, but for those that have a route before it', async () => {
    const { paths } = await documentOf([route('GET /x', activeUser), route('ALL /x', admin)])
    expect(Object.entries(paths['/x'] ?? {}).map(([method, { security }]) => [method, security])).toEqual([
      ['get', [{ OAuth2PasswordBearer: ['me'] }]],
      ['put', [{ Admin: [] }]],
      ['post', [{ Admin: [] }]],
      ['delete', [{ Admin: [] }]],
      ['patch', [{ Admin: [] }]],
    ])
  })

  it('leave out methods that OpenAPI has no place for', async () => {
    expect((await documentOf([route('SEARCH /x')])).paths).toEqual({})
  })
})
