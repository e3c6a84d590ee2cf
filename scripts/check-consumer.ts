import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { build, type BuildOptions } from 'esbuild'
import { pack, publicPackages } from './public-packages.js'

// What would be published, in a project that has nothing else of this repository: installed by npm, type-checked, run
// as ESM and through `require`, and bundled.
const root = fileURLToPath(new URL('../', import.meta.url))
const project = mkdtempSync(join(tmpdir(), 'scopetree-consumer-'))

try {
  install()
  check('TypeScript 5.9', 'typescript/bin/tsc')
  check('TypeScript 7', 'typescript-native/bin/tsc')
  run('the programs as ESM', process.execPath, ['out/servers.js'])
  run('a program that requires', process.execPath, ['out/required.cjs'])
  await bundleWithEsbuild()
  bundleWithVite()
} finally {
  rmSync(project, { recursive: true })
}

function install(): void {
  cpSync(join(root, 'docs/test/consumer'), project, { recursive: true })
  const packed = publicPackages().map((one, index) => {
    const file = `package-${index}.tgz`
    pack(one, join(project, file))
    return [one.name, `file:${file}`]
  })
  const others = ['@types/express', '@types/node', 'express', 'hono', 'vite'].map((name) => [name, versionOf(name)])
  write('package.json', { private: true, type: 'module', dependencies: Object.fromEntries([...packed, ...others]) })
  const options = ['--strict-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  run('npm install', 'npm', ['install', ...options])
}

/** The version that is tested here; Vite's is the one that vitest brings. */
function versionOf(name: string): string {
  const vitest = realpathSync(join(root, 'node_modules/vitest'))
  const folder = name === 'vite' ? join(vitest, '../vite') : join(root, 'docs/node_modules', name)
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return (manifest as { version: string }).version
}

/** Both ways in which a project may resolve modules, with the declarations themselves checked. */
function check(name: string, tsc: string): void {
  const shared = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: 'out',
  }
  write('tsconfig.json', { compilerOptions: { ...shared, module: 'nodenext' }, include: ['*.ts', '*.cts'] })
  const bundler = { ...shared, module: 'esnext', moduleResolution: 'bundler', noEmit: true }
  write('tsconfig.bundler.json', { compilerOptions: bundler, include: ['*.ts'] })
  for (const config of ['tsconfig.json', 'tsconfig.bundler.json']) {
    run(`${name}, ${config}`, process.execPath, [join(root, 'node_modules', tsc), '--project', config])
  }
}

async function bundleWithEsbuild(): Promise<void> {
  // With the platform "browser" esbuild refuses Node's modules.
  await esbuild('in-place', { platform: 'browser', conditions: ['workerd', 'worker', 'browser'] })
  await esbuild('servers', { platform: 'node', external: ['express', 'swagger-ui-dist'] })
}

async function esbuild(program: string, options: BuildOptions): Promise<void> {
  const outfile = join(project, `esbuild/${program}.js`)
  const entryPoints = [`${program}.ts`]
  const shared = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning' } as const
  await build({ ...shared, ...options, absWorkingDir: project, entryPoints, outfile })
  run(`esbuild, ${program}`, process.execPath, [outfile])
}

function bundleWithVite(): void {
  vite('in-place', { target: 'es2022', lib: { entry: 'in-place.ts', formats: ['es'], fileName: 'in-place' } })
  vite('servers', { target: 'es2022', ssr: 'servers.ts' })
}

function vite(program: string, build: object): void {
  // A server's dependencies stay outside, unless they are named here.
  const config = {
    logLevel: 'warn',
    build: { ...build, outDir: `vite-${program}` },
    ssr: { noExternal: [/^@scopetree/] },
  }
  writeFileSync(join(project, 'vite.config.js'), `export default ${inspect(config, { depth: null })}`)
  run(`vite build, ${program}`, process.execPath, ['node_modules/vite/bin/vite.js', 'build'])
  run(`Vite, ${program}`, process.execPath, [`vite-${program}/${program}.js`])
}

function write(file: string, content: object): void {
  writeFileSync(join(project, file), JSON.stringify(content, null, 2))
}

/** Throws when the command fails, which ends the script with its output above. */
function run(what: string, command: string, args: readonly string[]): void {
  const start = performance.now()
  execFileSync(command, args, { cwd: project, stdio: 'inherit' })
  console.log(`${what}: fine (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}
