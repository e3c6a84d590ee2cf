import { buildSync } from 'esbuild'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

// Programs of users, run on the package as it is published: only its build puts the threads' program into it.
const core = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'scopetree-hash-pool-'))

beforeAll(() => {
  const installed = join(folder, 'node_modules/@scopetree/core')
  const tsup = join(core, '../../node_modules/tsup/dist/cli-default.js')
  execFileSync(process.execPath, [tsup, '--out-dir', join(installed, 'dist')], { cwd: core })
  cpSync(join(core, 'package.json'), join(installed, 'package.json'))
  symlinkSync(join(core, 'node_modules'), join(installed, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { '@scopetree/core': '*' } }))
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text)
  bundle('login.mjs', 'bundle/login.mjs', 'esm')
  bundle('login.cjs', 'bundle/login.cjs', 'cjs')
})

afterAll(() => rmSync(folder, { recursive: true }))

const login = `
  let threads = 0
  process.on('worker', () => (threads += 1))
  hashPassword('correct horse', bcrypt({ cost: 4 })).then(async (hash) => {
    const answers = [await verifyPassword('correct horse', hash), await verifyPassword('wrong horse', hash)]
    console.log(threads + ' thread', ...answers)
  })`

const programs = {
  'login.mjs': `import { bcrypt, hashPassword, verifyPassword } from '@scopetree/core/password'${login}`,
  'login.cjs': `const { bcrypt, hashPassword, verifyPassword } = require('@scopetree/core/password')${login}`,
  'resource-server.mjs': `export { verifyAccessToken } from '@scopetree/core'`,
  'hook.cjs': `
    const { isMainThread } = require('node:worker_threads')
    console.log(isMainThread ? 'hook' : 'hook in a thread')`,
  'death.mjs': `
    import { bcrypt } from '@scopetree/core/password'
    let thread
    process.on('worker', (worker) => (thread = worker))
    // One that is not ready yet would leave its job to this thread.
    await bcrypt({ cost: 4 }).hash('correct horse')
    setTimeout(() => thread.terminate(), 200)
    await bcrypt({ cost: 16 }).verify('correct horse', '$2b$16$dcO/KhIF6LCCzQ0SC5JOgujQ.GJBKzUk3iNShHO26nNU.sP9qPh9m')`,
}

/** One file that holds all it needs, away from node_modules. */
function bundle(from: string, to: string, format: 'esm' | 'cjs', conditions?: string[]) {
  const outfile = join(folder, to)
  const { metafile } = buildSync({
    absWorkingDir: folder,
    entryPoints: [from],
    outfile,
    bundle: true,
    metafile: true,
    format,
    // `neutral` sets no condition of its own, and knows no built-in modules.
    ...(conditions ? { platform: 'neutral', conditions, external: ['crypto'] } : { platform: 'node' }),
  })
  return Object.keys(metafile.inputs)
}

interface Exit {
  code: unknown
  output: string
}

function run(command: string, ...args: string[]): Promise<Exit> {
  return runWith({}, command, ...args)
}

/** What a program printed and how it ended, which it must do by itself. */
function runWith(env: Record<string, string>, command: string, ...args: string[]): Promise<Exit> {
  // Neither coverage nor vitest's own flags.
  const own = { ...process.env, NODE_V8_COVERAGE: undefined, NODE_OPTIONS: undefined, NO_COLOR: '1' }
  const options = { cwd: folder, env: { ...own, ...env }, timeout: 30_000 }
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.signal ?? error.code), output: stdout + stderr })
    })
  })
}

const inOneThread = { code: 0, output: '1 thread true false\n' }
const node = process.execPath

describe('on Node a login is hashed in a thread, and the process ends by itself', () => {
  it.each([
    ['from ESM', 'login.mjs'],
    ['from require', 'login.cjs'],
    ['bundled into one ESM file', 'bundle/login.mjs'],
    ['bundled into one CommonJS file', 'bundle/login.cjs'],
  ])('%s', async (_how, file) => {
    expect(await run(node, file)).toEqual(inOneThread)
  })

  it('with code generation from strings disallowed', async () => {
    expect(await run(node, '--disallow-code-generation-from-strings', 'login.mjs')).toEqual(inOneThread)
  })
})

it('under the permission model, which refuses threads, a login is hashed in place', async () => {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission'
  const { code, output } = await run(node, '--no-warnings', flag, '--allow-fs-read=*', 'login.mjs')
  expect({ code, output }).toEqual({ code: 0, output: '0 thread true false\n' })
})

it.each([
  ['flags', ['--require', './hook.cjs'], {}],
  ['NODE_OPTIONS', [], { NODE_OPTIONS: '--require ./hook.cjs' }],
])('a thread does not load what %s of the process load', async (_where, flags, env) => {
  expect(await runWith(env, node, ...flags, 'login.mjs')).toEqual({ code: 0, output: 'hook\n1 thread true false\n' })
})

it('a thread that dies tells nothing of its job', async () => {
  const { code, output } = await run(node, 'death.mjs')
  expect(code).toBe(1)
  expect(output).toContain('A hash thread ended before its job did')
  expect(output).not.toMatch(/horse|\$2b\$|dcO\/KhIF/)
})

describe.each(['bun', 'deno'])('on %s a login is hashed in a thread, and the process ends by itself', (runtime) => {
  const binary = which(runtime)
  const missing = binary === undefined && process.env['REQUIRE_RUNTIMES'] !== '1'
  const flags = runtime === 'deno' ? ['run', '--no-prompt', '--cached-only', '--node-modules-dir=manual', '-R'] : []

  it.skipIf(missing).each(['login.mjs', 'login.cjs', 'bundle/login.mjs'])('%s', async (file) => {
    expect(await run(String(binary), ...flags, file)).toEqual(inOneThread)
  })
})

/** Where a runtime is installed, if it is: by whoever runs the tests, or as a tool of the runtime tests. */
function which(runtime: string): string | undefined {
  const tools = join(core, '../runtimes/tools/node_modules/.bin')
  const folders = [tools, ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, runtime)).find((file) => existsSync(file))
}

describe('a bundle', () => {
  const threads = /hash-thread/

  it('for Node holds the threads', () => {
    expect(bundle('login.mjs', 'bundle/node.mjs', 'esm').join()).toMatch(threads)
  })

  it.each(['workerd', 'edge-light', 'worker', 'browser'])('for %s does not, though it takes what is for Node', (to) => {
    const files = bundle('login.mjs', `bundle/${to}.mjs`, 'esm', ['node', to])
    expect(files.join()).toContain('hash-in-place')
    expect(files.join()).not.toMatch(threads)
  })

  it('for a runtime that nobody knows does not', () => {
    const files = bundle('login.mjs', 'bundle/other.mjs', 'esm', [])
    expect(files.join()).not.toMatch(threads)
  })

  it('of a resource server holds no hashing', () => {
    bundle('resource-server.mjs', 'bundle/resource-server.mjs', 'esm')
    expect(readFileSync(join(folder, 'bundle/resource-server.mjs'), 'utf8')).not.toMatch(/bcrypt|worker_threads/)
  })
})
