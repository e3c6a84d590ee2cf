import { createAccessToken } from '@scopetree/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auth } from '../examples/scopes/security/dependencies.js'
import { call } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const validator = new Validator()

/** The document that a program serves, valid by the schema of its OpenAPI version. */
async function documentOf({ origin }: Program): Promise<Record<string, unknown>> {
  const { body } = await call(origin, { path: '/openapi.json' })
  const document = body as Record<string, unknown>
  const { valid, errors } = await validator.validate(structuredClone(document))
  expect(errors ?? valid).toBe(true)
  return document
}

const SCHEMES = {
  OAuth2PasswordBearer: {
    type: 'oauth2',
    flows: {
      password: {
        scopes: { me: 'Read information about the current user.', items: 'Read items.' },
        tokenUrl: 'token',
      },
    },
  },
}

const programs = new Map<string, Program>()
const FILES = [
  'openapi/zod.ts',
  'openapi/hono-openapi.ts',
  'openapi/by-hand.ts',
  'openapi/details.ts',
  'scopes/node.ts',
  'scopes/express.ts',
  'docs-ui/hono.ts',
]
beforeAll(async () => {
  await Promise.all(FILES.map(async (file) => programs.set(file, await startProgram(file))))
}, 60_000)
afterAll(() => Promise.all([...programs.values()].map((program) => program.stop())))

function program(file: string): Program {
  const found = programs.get(file)
  if (found === undefined) throw new Error(`${file} is not running`)
  return found
}

describe.each(['openapi/zod.ts', 'openapi/hono-openapi.ts', 'openapi/by-hand.ts'])('%s', (file) => {
  it('keeps what its document said, and adds what its guards demand', async () => {
    const { paths, components } = await documentOf(program(file))
    const [[path, item] = ['', {}]] = Object.entries(paths as Record<string, { get?: Record<string, unknown> }>)
    expect(path).toMatch(/^\/items\/\{\w+\}$/)
    expect(item.get).toMatchObject({
      summary: 'One item',
      security: [{ OAuth2PasswordBearer: ['items', 'me'] }],
      responses: { 200: { description: 'The item' }, 401: {}, 403: {} },
    })
    expect(components).toMatchObject({ securitySchemes: SCHEMES })
  })

  it('refuses, as its document says', async () => {
    expect(await call(program(file).origin, { path: '/items/1' })).toMatchObject({
      status: 401,
      challenges: ['Bearer scope="items me"'],
    })
  })
})

describe('openapi/details.ts', () => {
  it('says of each route what it, its router and its schemas say', async () => {
    const { paths, components } = await documentOf(program('openapi/details.ts'))
    const item = { $ref: '#/components/schemas/Item' }
    expect(paths).toMatchObject({
      '/items/{id}': {
        get: {
          tags: ['items'],
          summary: 'One item',
          parameters: [{ name: 'id', in: 'path' }],
          security: [{ OAuth2PasswordBearer: ['me'] }],
          responses: {
            200: { content: { 'application/json': { schema: item } } },
            404: { description: 'No such item' },
          },
        },
      },
      '/items': {
        post: {
          tags: ['items'],
          security: [{ OAuth2PasswordBearer: ['me', 'items'] }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewItem' } } } },
          responses: { 200: { content: { 'application/json': { schema: item } } } },
        },
      },
    })
    expect(components).toMatchObject({
      schemas: {
        Item: { type: 'object', required: ['id', 'name', 'owner'] },
        NewItem: { type: 'object', properties: { name: { type: 'string' } } },
      },
      securitySchemes: SCHEMES,
    })
  })
})

describe('openapi/details.ts, called', () => {
  const headers = { 'content-type': 'application/json' }
  let authorization = ''
  beforeAll(async () => {
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me', 'items'] })
    authorization = `Bearer ${token}`
  })
  const post = (body?: string) =>
    call(program('openapi/details.ts').origin, {
      method: 'POST',
      path: '/items',
      headers: { authorization, ...(body !== undefined && headers) },
      ...(body !== undefined && { body }),
    })

  it('answers a good body, and says of a bad one that it is', async () => {
    expect(await post('{"name":"Foo"}')).toMatchObject({ status: 200, body: { name: 'Foo', owner: 'johndoe' } })
    for (const body of ['{}', '{"name":5}', '[]', undefined]) {
      expect(await post(body)).toMatchObject({ status: 422, body: { detail: 'An item is JSON with a name' } })
    }
    expect((await post('{')).status).toBe(400)
  })
})

describe.each(['scopes/node.ts', 'scopes/express.ts', 'docs-ui/hono.ts'])('%s', (file) => {
  it('has the security that FastAPI writes for the tutorial', async () => {
    const { paths, components } = await documentOf(program(file))
    const { '/status/': _, ...others } = paths as Record<string, Record<string, { security?: unknown }>>
    const security = Object.entries(others).map(([path, item]) => [
      path,
      Object.values(item).map((one) => one.security),
    ])
    expect(security).toEqual([
      ['/token', [undefined]],
      ['/users/me/', [[{ OAuth2PasswordBearer: ['me'] }]]],
      ['/users/me/items/', [[{ OAuth2PasswordBearer: ['items', 'me'] }]]],
    ])
    expect(components).toEqual({ securitySchemes: SCHEMES })
  })

  it('describes the form of its token endpoint', async () => {
    const { paths } = await documentOf(program(file))
    expect(paths).toMatchObject({
      '/token': {
        post: {
          requestBody: {
            content: { 'application/x-www-form-urlencoded': { schema: { required: ['username', 'password'] } } },
          },
        },
      },
    })
  })

  it('names its documentation when it starts', () => {
    expect(program(file).output()).toContain(`Or open ${program(file).origin}/docs in a browser.`)
  })
})
