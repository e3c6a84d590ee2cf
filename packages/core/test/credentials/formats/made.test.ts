import {
  argon2id,
  bcryptSha256,
  normalised,
  type PasswordHasher,
  scrypt,
  verifyPassword,
} from '@scopetree/core/password'
import { describe, expect, it } from 'vitest'
import { samples } from './formats.js'

const makers: readonly (readonly [string, PasswordHasher, RegExp])[] = [
  [
    'argon2id',
    argon2id({ memory: 64, passes: 2, parallelism: 2 }),
    /^\$argon2id\$v=19\$m=64,t=2,p=2\$[\w+/]{22}\$[\w+/]{43}$/,
  ],
  ['scrypt', scrypt({ logN: 4, blockSize: 4, parallelism: 2 }), /^\$scrypt\$ln=4,r=4,p=2\$[\w+/]{22}\$[\w+/]{43}$/],
  ['bcryptSha256', bcryptSha256({ cost: 4 }), /^\$bcrypt-sha256\$v=2,t=2b,r=4\$[\w./]{21}[.Oeu]\$[\w./]{31}$/],
]

describe.each(makers)('%s', (_, hasher, pattern) => {
  it('makes hashes that it verifies, each with a salt of its own', async () => {
    const hashes = await Promise.all(Array.from({ length: 20 }, () => hasher.hash('secret')))
    expect(new Set(hashes).size).toBe(20)
    for (const hash of hashes) {
      expect(hash).toMatch(pattern)
      expect(hasher.isOutdated(hash)).toBe(false)
      expect(await hasher.verify('secret', hash)).toBe(true)
      expect(await hasher.verify('Secret', hash)).toBe(false)
    }
  })

  it('tells long passwords apart by their last character', async () => {
    const hash = await hasher.hash(`${'x'.repeat(200)}y`)
    expect(await hasher.verify(`${'x'.repeat(200)}y`, hash)).toBe(true)
    expect(await hasher.verify(`${'x'.repeat(200)}z`, hash)).toBe(false)
  })

  it.each([
    ['empty', ''],
    ['nul', 'secret\0'],
    ['malformed', '\uD800'],
    ['too_long', 'é'.repeat(2049)],
  ])('makes none of a password that is %s', async (reason, password) => {
    await expect(hasher.hash(password)).rejects.toMatchObject({ name: 'PasswordRefusedError', reason })
  })

  it('says what is outdated of its own hashes only', () => {
    expect(() => hasher.isOutdated('$2b$04$x')).toThrow(TypeError)
  })
})

it('by default makes what pwdlib, passlib and OWASP say', async () => {
  expect(await argon2id().hash('secret')).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/)
  expect(await scrypt().hash('secret')).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/)
  expect(await bcryptSha256().hash('secret')).toMatch(/^\$bcrypt-sha256\$v=2,t=2b,r=12\$/)
}, 20_000)

describe('outdated', () => {
  const wanted = { memory: 64, passes: 2, parallelism: 2 }
  it.each([
    ['nothing', wanted, false],
    ['more memory', { ...wanted, memory: 65 }, false],
    ['more passes', { ...wanted, passes: 3 }, false],
    ['less memory', { ...wanted, memory: 63 }, true],
    ['fewer passes', { ...wanted, passes: 1 }, true],
    ['fewer lanes', { ...wanted, parallelism: 1 }, true],
    ['more lanes', { ...wanted, parallelism: 3 }, true],
    ['less memory for more passes', { ...wanted, memory: 32, passes: 9 }, true],
  ])('argon2id: %s', async (_, stored, expected) => {
    expect(argon2id(wanted).isOutdated(await argon2id(stored).hash('secret'))).toBe(expected)
  })

  it('argon2id: another variant, a shorter key', async () => {
    const hash = await argon2id(wanted).hash('secret')
    expect(argon2id(wanted).isOutdated(hash.replace('argon2id', 'argon2i'))).toBe(true)
    expect(argon2id(wanted).isOutdated(hash.replace('argon2id', 'argon2d'))).toBe(true)
    expect(argon2id(wanted).isOutdated(hash.slice(0, -21))).toBe(true)
  })

  it.each([
    ['nothing', {}, false],
    ['more of everything', { logN: 6, blockSize: 9, parallelism: 3 }, false],
    ['a smaller N', { logN: 4 }, true],
    ['smaller blocks', { blockSize: 7 }, true],
    ['less parallelism', { parallelism: 1 }, true],
    ['smaller blocks with a larger N', { logN: 9, blockSize: 7 }, true],
  ])('scrypt: %s', async (_, stored, expected) => {
    const options = { logN: 5, blockSize: 8, parallelism: 2 }
    expect(scrypt(options).isOutdated(await scrypt({ ...options, ...stored }).hash('secret'))).toBe(expected)
  })

  it('bcryptSha256: a lower cost, version 1', () => {
    const version1 = samples.bcryptSha256
    const version2 = '$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$m8phM5HLiIEvmH7mK6Z5Wd.AC8vC0.y'
    expect(version1).toContain('$2b,4$')
    expect(bcryptSha256({ cost: 4 }).isOutdated(version1)).toBe(true)
    expect(bcryptSha256({ cost: 4 }).isOutdated(version2)).toBe(false)
    expect(bcryptSha256({ cost: 5 }).isOutdated(version2)).toBe(true)
    expect(bcryptSha256({ cost: 4 }).isOutdated(version2.replace('r=4', 'r=10'))).toBe(false)
  })
})

describe('options out of range are TypeErrors', () => {
  it.each([
    { memory: 262_145 },
    { memory: 31 },
    { memory: 64.5 },
    { memory: '65536' },
    { memory: Number.NaN },
    { memory: null },
    { passes: 0 },
    { passes: 33 },
    { passes: Infinity },
    { parallelism: 0 },
    { parallelism: 17 },
  ])('argon2id(%o)', (options) => {
    expect(() => argon2id(options as never)).toThrow(/"memory"/)
  })

  it.each([
    { logN: 0 },
    { logN: 19 },
    { logN: 2 ** 14 },
    { logN: 4.5 },
    { logN: '17' },
    { logN: null },
    { blockSize: 0 },
    { blockSize: 17 },
    { parallelism: 0 },
    { parallelism: 9 },
    { parallelism: Number.NaN },
    { logN: 16, blockSize: 1 },
  ])('scrypt(%o)', (options) => {
    expect(() => scrypt(options as never)).toThrow(/"logN"/)
  })

  it.each([3, 17, 4.5, Number.NaN, '12', null])('bcryptSha256({ cost: %o })', (cost) => {
    expect(() => bcryptSha256({ cost: cost as never })).toThrow(/"cost"/)
  })
})

describe('normalised', () => {
  const plain = argon2id({ memory: 64, passes: 1, parallelism: 1 })
  const composed = 'caf\u00e9'
  const decomposed = 'cafe\u0301'
  const ligature = '\ufb01sh'

  it.each(['NFC', 'NFKC'] as const)('%s: takes two spellings of é for one, whichever was hashed', async (form) => {
    const hasher = normalised(plain, form)
    for (const password of [composed, decomposed]) {
      const hash = await hasher.hash(password)
      expect(await verifyPassword(composed, hash, hasher)).toBe(true)
      expect(await verifyPassword(decomposed, hash, hasher)).toBe(true)
      expect(await verifyPassword('cafe', hash, hasher)).toBe(false)
      // What was hashed is the composed form.
      expect(await verifyPassword(composed, hash, plain)).toBe(true)
      expect(await verifyPassword(decomposed, hash, plain)).toBe(false)
    }
  })

  it('NFKC alone takes a ligature for its letters', async () => {
    for (const [form, matches] of [
      ['NFKC', true],
      ['NFC', false],
    ] as const) {
      const hasher = normalised(plain, form)
      expect(await verifyPassword(ligature, await hasher.hash('fish'), hasher)).toBe(matches)
      expect(await verifyPassword('fish', await hasher.hash(ligature), hasher)).toBe(matches)
    }
  })

  it('without it they are two passwords', async () => {
    expect(await verifyPassword(decomposed, await plain.hash(composed), plain)).toBe(false)
  })

  it('recognises and outdates what its hasher does, also one of a class', () => {
    const hash = '$argon2id$v=19$m=64,t=1,p=1$c29tc29tc29tc29tc29tcw$c29tc29tc29tc29tc29tc29tc29tc29tc29tc29tc28'
    class Wrapped implements PasswordHasher {
      readonly inner = plain
      hash(password: string) {
        return this.inner.hash(password)
      }
      verify(password: string, stored: string) {
        return this.inner.verify(password, stored)
      }
      recognises(stored: string) {
        return this.inner.recognises(stored)
      }
      isOutdated(stored: string) {
        return this.inner.isOutdated(stored)
      }
    }
    const hasher = normalised(new Wrapped(), 'NFC')
    expect([hasher.recognises(hash), hasher.recognises('x'), hasher.isOutdated(hash)]).toEqual([true, false, false])
    expect(hasher.isOutdated(hash.replace('argon2id', 'argon2i'))).toBe(true)
  })

  it.each([undefined, null, 5, ['secret']])(
    'rejects the password %o, which is no string, in its own words',
    async (odd) => {
      const hasher = normalised(plain, 'NFC')
      const refused = { name: 'TypeError', message: '"password" must be a string' }
      await expect(hasher.hash(odd as never)).rejects.toMatchObject(refused)
      await expect(hasher.verify(odd as never, '')).rejects.toMatchObject(refused)
    },
  )

  it.each(['NFD', 'nfc', '', undefined, null])('the form %o is a TypeError', (form) => {
    expect(() => normalised(plain, form as never)).toThrow(/"form"/)
  })
})
