import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, login, withToken, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

const folder = fileURLToPath(new URL('../examples/migrate-fastapi/', import.meta.url))
const SECRET_KEY = 'a secret of more than thirty-two characters'
const PYTHON = '/usr/bin/python3'

/**
 * The program before can run where FastAPI and what it needs are installed, as `.ci/run` does. Where they are required,
 * their absence is a failure and not a reason to skip.
 */
const hasFastApi = ((): boolean => {
  if (process.env['REQUIRE_FASTAPI'] === '1') return true
  try {
    execFileSync(PYTHON, ['-c', 'import bcrypt, fastapi, jwt, multipart, passlib'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

async function startFastApi(): Promise<Program> {
  const child: ChildProcess = spawn(PYTHON, ['-m', 'uvicorn', 'before:app', '--port', '0'], {
    cwd: folder,
    env: { ...process.env, SECRET_KEY, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  const origin = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('error', reject).once('exit', () => reject(new Error(output)))
  })
  return {
    origin,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code] = await ended
      return code as number | null
    },
  }
}

const PROGRAMS = [
  ['before, on FastAPI', hasFastApi, startFastApi],
  ['after, on scopetree', true, () => startProgram('migrate-fastapi/after.ts', { SECRET_KEY })],
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
