import type { OpenApiDocument } from '@scopetree/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fastapiVersion, startFastApi } from './support/fastapi.js'
import { SECRET_KEY } from './support/fastapi-requests.js'
import { call, login, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const hasFastApi = fastapiVersion !== undefined
const onFastApi = (): Promise<Program> => startFastApi('before', { SECRET_KEY })
const onHono = (): Promise<Program> => startProgram('migrate-fastapi/hono.ts', { SECRET_KEY })

const PROGRAMS = [
  ['before, on FastAPI', hasFastApi, onFastApi],
  ['after, on Hono', true, onHono],
  ['after, on Express', true, () => startProgram('migrate-fastapi/express.ts', { SECRET_KEY })],
] as const

describe.each(PROGRAMS)('%s', (_, isThere, start) => {
  describe.skipIf(!isThere)('where it can run', () => {
    let program: Program
    beforeAll(async () => {
      program = await start()
    }, 60_000)
    afterAll(() => program.stop())

    async function tokenOf(username: string, password: string, scope: string): Promise<string> {
      const { status, body } = await login(program.origin, { username, password, scope })
      expect(status).toBe(200)
      return (body as { access_token: string }).access_token
    }
    const get = (path: string, token: string): Promise<Answer> => withToken(program.origin, path, token)
    const remove = (id: number, token: string): Promise<Answer> =>
      call(program.origin, { method: 'DELETE', path: `/notes/${id}`, headers: { authorization: `Bearer ${token}` } })

    test('a visitor may have no token, and no bad one', async () => {
      expect((await call(program.origin, { path: '/' })).body).toEqual({ hello: 'stranger' })
      expect((await get('/', await tokenOf('johndoe', 'secret', ''))).body).toEqual({ hello: 'johndoe' })
      expect((await get('/', 'bad')).status).toBe(401)
    }, 20_000)

    test('who reads notes sees their own', async () => {
      const token = await tokenOf('johndoe', 'secret', 'notes:read')
      expect((await get('/notes', token)).body).toEqual([{ id: 1, owner: 'johndoe', text: 'Buy milk' }])
    }, 20_000)

    test('refusals', async () => {
      const { status, challenges, body } = await get('/notes', await tokenOf('johndoe', 'secret', ''))
      expect([status, challenges, body]).toEqual([
        401,
        ['Bearer scope="notes:read"'],
        { detail: 'Not enough permissions' },
      ])
      expect(await get('/notes', await tokenOf('alice', 'secretalice', 'notes:read'))).toMatchObject({
        status: 400,
        body: { detail: 'Inactive user' },
      })
      expect(await login(program.origin, { username: 'johndoe', password: 'wrong' })).toMatchObject({
        status: 400,
        body: { detail: 'Incorrect username or password' },
      })
    }, 20_000)

    test('a note is deleted by its owner alone, and a router has a guard', async () => {
      const token = await tokenOf('johndoe', 'secret', 'notes:write admin')
      expect(await remove(2, token)).toMatchObject({ status: 404, body: { detail: 'No such note' } })
      expect(await remove(1, token)).toMatchObject({ status: 200, body: { deleted: 1 } })
      expect((await get('/admin/owners', token)).status).toBe(401)
    }, 20_000)
  })
})

/** The programs that `start` starts, there once `beforeAll` has run. */
function startAll<K extends string>(start: Readonly<Record<K, () => Promise<Program>>>): Readonly<Record<K, Program>> {
  const programs = {} as Record<K, Program>
  beforeAll(async () => {
    for (const name of Object.keys(start) as K[]) programs[name] = await start[name]()
  }, 60_000)
  afterAll(() => Promise.all(Object.values<Program>(programs).map((program) => program.stop())))
  return programs
}

test('a transaction ends as its request did', async () => {
  const { origin, output, stop } = await startProgram('migrate-fastapi/schemes.ts', { SECRET_KEY })
  const headers = { 'x-api-key': 'key-of-reports' }
  const ends = (): string[] => output().match(/commit|rollback/g) ?? []
  expect((await call(origin, { method: 'POST', path: '/posts', headers })).status).toBe(201)
  await expect.poll(ends, { timeout: 20_000 }).toEqual(['commit'])
  expect((await call(origin, { method: 'DELETE', path: '/posts/1', headers })).status).toBe(403)
  await expect.poll(ends, { timeout: 20_000 }).toEqual(['commit', 'rollback'])
  // Nothing is begun for who is refused.
  expect((await call(origin, { method: 'POST', path: '/posts' })).status).toBe(401)
  expect(ends()).toHaveLength(2)
  await stop()
}, 20_000)

describe.skipIf(!hasFastApi)('both at once', () => {
  const programs = startAll({ before: onFastApi, after: onHono })
  const tokenOf = async ({ origin }: Program): Promise<string> => {
    const { body } = await login(origin, { username: 'johndoe', password: 'secret', scope: 'notes:read' })
    return (body as { access_token: string }).access_token
  }

  test('each takes tokens of the other', async () => {
    const { before, after } = programs
    expect((await withToken(after.origin, '/notes', await tokenOf(before))).status).toBe(200)
    expect((await withToken(before.origin, '/notes', await tokenOf(after))).status).toBe(200)
  }, 20_000)

  test('new tokens have iat and jti besides', async () => {
    const partsOf = (token: string): unknown[] => {
      return token
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown)
    }
    const [header, claims] = partsOf(await tokenOf(programs.before))
    const [newHeader, newClaims] = partsOf(await tokenOf(programs.after))
    expect(newHeader).toEqual(header)
    expect(Object.keys(newClaims as object).toSorted()).toEqual(
      [...Object.keys(claims as object), 'iat', 'jti'].toSorted(),
    )
  }, 20_000)
})

describe.skipIf(!hasFastApi)('the OpenAPI document', () => {
  const programs = startAll({
    notes: onFastApi,
    newNotes: onHono,
    schemes: () => startFastApi('schemes', { SECRET_KEY }),
    newSchemes: () => startProgram('migrate-fastapi/schemes.ts', { SECRET_KEY }),
  })
  const documentOf = async ({ origin }: Program): Promise<OpenApiDocument> => {
    return (await call(origin, { path: '/openapi.json' })).body as OpenApiDocument
  }

  test('demands the same of the same routes, and says where a login is optional', async () => {
    const demands = ({ paths }: OpenApiDocument): [string, unknown][] => {
      return Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, { security }]): [string, unknown] => [`${method} ${path}`, security]),
      )
    }
    const [before, after] = [await documentOf(programs.notes), await documentOf(programs.newNotes)]
    expect(after.openapi).toBe('3.1.0')
    const greet = ['get /', [{ OAuth2PasswordBearer: [] }]]
    expect(demands(before)).toContainEqual(greet)
    expect(Object.fromEntries(demands(after))).toEqual({
      ...Object.fromEntries(demands(before)),
      'get /': [{ OAuth2PasswordBearer: [] }, {}],
    })
    expect(after.components?.securitySchemes).toEqual(before.components?.securitySchemes)
  })

  test('says of a route what it was told, and the old words where it was told them', async () => {
    const [before, after] = [await documentOf(programs.schemes), await documentOf(programs.newSchemes)]
    const told = ({ paths }: OpenApiDocument, method: string, path: string): object => {
      const { operationId, tags, parameters = [], responses = {} } = paths[path]?.[method] ?? {}
      const schemas = (parameters as { name: string; schema: { type: string } }[]).map(
        ({ name, schema: { type } }) => `${name}: ${type}`,
      )
      return { operationId, tags, schemas, succeeds: Object.keys(responses).filter((status) => status.startsWith('2')) }
    }
    // Two schemes of one name are the same one there, or the document would be refused.
    expect(Object.keys(after.components?.securitySchemes ?? {})).toContain('OAuth2PasswordBearer')
    for (const [method, path] of [
      ['post', '/posts'],
      ['delete', '/posts/{post_id}'],
    ] as const) {
      expect(told(after, method, path)).toEqual(told(before, method, path))
    }
    expect(told(after, 'post', '/posts')).toMatchObject({ operationId: 'add_post', tags: ['posts'], succeeds: ['201'] })
    expect(told(after, 'get', '/feed')).toMatchObject({ operationId: undefined })
    const undescribed = await documentOf(programs.newNotes)
    expect(told(undescribed, 'delete', '/notes/{note_id}')).toMatchObject({ schemas: ['note_id: string'] })
    expect(told(await documentOf(programs.notes), 'delete', '/notes/{note_id}')).toMatchObject({
      schemas: ['note_id: integer'],
    })
  })
})
