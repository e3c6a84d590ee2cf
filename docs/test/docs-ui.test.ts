import { once } from 'node:events'
import { createServer } from 'node:http'
import { assertGuarded, httpBasic, openapi } from '@scopetree/core'
import { docsPages } from '@scopetree/docs-ui'
import { authErrors, docs as docsOfExpress } from '@scopetree/express'
import { docs as docsOfHono, routesOf } from '@scopetree/hono'
import { build } from 'esbuild'
import express from 'express'
import { Hono } from 'hono'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { urlOf } from '../examples/serve.js'
import { startProgram, type Program } from './support/program.js'

const programs: Program[] = []

async function started(file: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const program = await startProgram(file, env)
  programs.push(program)
  return program.origin
}
afterAll(() => Promise.all(programs.map((program) => program.stop())))

describe.each(['scopes/node.ts', 'scopes/express.ts', 'docs-ui/hono.ts'])('%s', (file) => {
  let origin = ''
  beforeAll(async () => {
    origin = await started(file)
  }, 60_000)

  it.each(['/docs', '/docs/tree', '/docs/assets/swagger-ui.css', '/openapi.json'])('serves %s', async (path) => {
    const response = await fetch(origin + path)
    const size = (await response.arrayBuffer()).byteLength
    expect(response.status).toBe(200)
    expect(size).toBeGreaterThan(500)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')

    const head = await fetch(origin + path, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.headers.get('content-type')).toBe(response.headers.get('content-type'))
  })

  it('serves every page to everybody under a strict policy', async () => {
    const response = await fetch(`${origin}/docs`)
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
  })

  it('answers other methods and other paths as if there were no documentation', async () => {
    expect((await fetch(`${origin}/docs`, { method: 'POST' })).status).toBeOneOf([404, 405])
    expect((await fetch(`${origin}/docs/assets/`)).status).toBe(404)
    expect((await fetch(`${origin}/docs/__proto__`)).status).toBe(404)
  })

  it('leads from /docs/ to /docs with a relative link', async () => {
    const response = await fetch(`${origin}/docs/`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, '../docs'])
  })
})

describe('docs-ui/guarded.ts', () => {
  const paths = [
    '/docs',
    '/docs/',
    '/docs/init.js',
    '/docs/tree',
    '/docs/tree.css',
    '/docs/assets/swagger-ui.css',
    '/openapi.json',
  ]
  const authorization = `Basic ${Buffer.from('staff:secret').toString('base64')}`

  it('refuses every page to strangers, in a way that makes a browser ask', async () => {
    const origin = await started('docs-ui/guarded.ts')
    for (const path of paths) {
      const response = await fetch(origin + path, { redirect: 'manual' })
      expect([path, response.status]).toEqual([path, 401])
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="docs", charset="UTF-8"')
    }
    for (const path of paths) {
      const response = await fetch(origin + path, { headers: { authorization } })
      expect([path, response.status]).toEqual([path, 200])
    }
  }, 60_000)

  it('has no documentation where it is switched off', async () => {
    const origin = await started('docs-ui/guarded.ts', { DOCS: 'off' })
    for (const path of paths) expect((await fetch(origin + path, { headers: { authorization } })).status).toBe(404)
    expect((await fetch(`${origin}/users/me/`)).status).toBe(401)
  }, 60_000)
})

describe('docs of an adapter, behind a guard', () => {
  const staff = httpBasic({ realm: 'docs' }, ({ username }) => (username === 'staff' ? { user: username } : null))
  const pages = docsPages({ info: { title: 'For staff', version: '1.0.0' }, routes: [] })
  const headers = { authorization: `Basic ${Buffer.from('staff:').toString('base64')}` }

  it('Express', async () => {
    const app = express()
    app.use('/prefix', docsOfExpress(pages, staff))
    app.use(authErrors())
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    for (const path of Object.keys(pages)) {
      const [refused, admitted] = await Promise.all([
        fetch(`${urlOf(server)}/prefix${path}`, { redirect: 'manual' }),
        fetch(`${urlOf(server)}/prefix${path}`, { redirect: 'manual', headers }),
      ])
      expect([path, refused.status, admitted.status]).toEqual([path, 401, path === '/docs/' ? 308 : 200])
    }
    server.close()
  })

  it('Hono, of whose routes they are some that hide', async () => {
    const app = new Hono()
    app.route('/prefix', docsOfHono(pages, staff))
    for (const path of Object.keys(pages)) {
      const [refused, admitted] = [
        await app.request(`/prefix${path}`),
        await app.request(`/prefix${path}`, { headers }),
      ]
      expect([path, refused.status, admitted.status]).toEqual([path, 401, path === '/docs/' ? 308 : 200])
    }
    expect(() => assertGuarded(routesOf(app))).not.toThrow()
    expect(openapi({ info: { title: '', version: '' }, routes: routesOf(app) }).paths).toEqual({})
  })
})

describe('docs-ui/edge', () => {
  it('bundles for an edge runtime, with nothing of Node and without the files of Swagger UI', async () => {
    const { files, text } = await edgeBundle("export * from './edge/worker.js'")
    expect(files.filter((file) => /swagger-ui-dist|\.node\.ts$/.test(file))).toEqual([])
    expect(text).not.toMatch(/["'`]node:/)
  })

  it('serves its pages, which load the files from where the platform has them', async () => {
    const { fetch: edge } = await import('../examples/docs-ui/edge/worker.js')
    const page = await (await edge(new Request('https://api.example/docs'))).text()
    expect(page).toContain('src="/static/swagger-ui/swagger-ui-bundle.js"')
    expect((await edge(new Request('https://api.example/docs/assets/swagger-ui.css'))).status).toBe(404)
    expect((await edge(new Request('https://api.example/docs/tree'))).status).toBe(200)
  })

  it('is told what is missing where nobody says who serves the files', async () => {
    const { text } = await edgeBundle(`
      import { docsPages } from '@scopetree/docs-ui'
      docsPages({ info: { title: 'Edge', version: '1.0.0' }, routes: [] })`)
    expect(() => runInNewContext(text)).toThrow(/^"assets" must say where the files of swagger-ui-dist are/)
  })
})

/** A program of docs/examples/docs-ui as an edge runtime's tools bundle it. */
async function edgeBundle(contents: string): Promise<{ text: string; files: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../examples/docs-ui', import.meta.url)) },
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    conditions: ['workerd', 'worker', 'browser', '@scopetree/source'],
    platform: 'browser',
    // bcryptjs asks for it and does without.
    external: ['crypto'],
  })
  return { text: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs) }
}
