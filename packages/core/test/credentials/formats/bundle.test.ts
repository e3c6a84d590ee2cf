import { build, type BuildOptions } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The files that an application bundles which imports only `names`. */
async function bundled(names: string, options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    stdin: {
      contents: `import { ${names} } from '@scopetree/core/password'\nconsole.log(${names})`,
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
    // bcryptjs imports it where no bundler says that there is none.
    external: ['crypto'],
    logLevel: 'silent',
    define: { HASH_WORKER_PROGRAM: '""' },
    ...options,
  })
  return Object.values(metafile?.outputs ?? {})
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file)
}

// The sources, as tests have them: a bundle of the built package differs only in how its files end.
const node: BuildOptions = { platform: 'node', conditions: ['@scopetree/source'] }
const edge: BuildOptions = { platform: 'neutral', conditions: ['@scopetree/source'], mainFields: ['module', 'main'] }

describe('a bundle of one format', () => {
  it.each([
    ['bcrypt', /\/formats\/|noble|argon2|scrypt/],
    ['passwordHashers, verifyPassword', /\/formats\/|noble|argon2|scrypt/],
    ['djangoPbkdf2', /bcrypt|scrypt|argon2|werkzeug|passlib|noble/],
    ['werkzeugPbkdf2', /bcrypt|scrypt|argon2|django|passlib|noble/],
    ['passlibPbkdf2', /bcrypt|scrypt|argon2|django|werkzeug|noble/],
    ['scrypt', /bcrypt|argon2|pbkdf2|django|werkzeug|passlib|noble/],
    ['betterAuthScrypt', /bcrypt|argon2|pbkdf2|django|werkzeug|passlib|noble/],
    ['argon2id', /bcrypt|scrypt|pbkdf2|django|werkzeug|passlib|noble/],
    ['bcryptSha256', /argon2|scrypt|pbkdf2|django|werkzeug|passlib|noble/],
    ['normalised', /bcrypt|argon2|scrypt|pbkdf2|django|werkzeug|passlib|noble/],
  ])('%s holds nothing of the others', async (names, others) => {
    const files = await bundled(names, node)
    const own = files.filter(
      (file) => !others.test(file) || (names.startsWith('passwordHashers') && file.includes('bcrypt')),
    )
    expect(files.toSorted()).toEqual(own.toSorted())
  })

  it.each(['scrypt', 'argon2id', 'djangoScrypt'])(
    '%s on the edge holds pure JavaScript and no import',
    async (name) => {
      const files = await bundled(name, edge)
      expect(files.filter((file) => file.includes('@noble/hashes')).length).toBeGreaterThan(0)
      expect(files.filter((file) => file.includes('.node.'))).toEqual([])
    },
  )

  it.each(['workerd', 'edge-light', 'worker', 'browser'])(
    'takes no Node where both it and %s are asked for',
    async (condition) => {
      // As the built package has it: these conditions have no source of their own.
      const { imports } = (await import('../../../package.json', { with: { type: 'json' } })).default
      for (const name of ['#argon2-key', '#scrypt-key'] as const) {
        const conditions = Object.keys(imports[name])
        expect(conditions.indexOf(condition)).toBeLessThan(conditions.indexOf('node'))
        expect(Object.entries(imports[name]).find(([key]) => key === condition)?.[1]).toMatch(/-key\.js$/)
      }
    },
  )
})
