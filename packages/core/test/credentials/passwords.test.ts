import { bcrypt, hashPassword, type PasswordHasher, passwordHashers, verifyPassword } from '@scopetree/core'
import { hashSync } from 'bcryptjs'
import { describe, expect, it } from 'vitest'
import { rejection } from './jws.js'

const fast = bcrypt({ cost: 4 })
const hash = await hashPassword('secret', fast)

describe('hashPassword', () => {
  it('makes $2b$ of cost 12, with a salt of its own', async () => {
    const made = await hashPassword('secret')
    expect(made).toMatch(/^\$2b\$12\$[./0-9A-Za-z]{53}$/)
    expect(await hashPassword('secret', fast)).not.toBe(hash)
  })

  it.each([
    ['empty', ''],
    ['nul', 'secret\0'],
    ['nul', '\0'],
    ['malformed', 'a\uD800'],
    ['malformed', '\uDC00b'],
    ['too_long', 'x'.repeat(73)],
    ['too_long', 'ü'.repeat(37)],
  ])('refuses what is %s: %j', async (reason, password) => {
    const error = await rejection(hashPassword(password, fast))
    expect(error).toMatchObject({ name: 'PasswordRefusedError', code: 'password_refused', reason, status: 400 })
  })

  it.each([[undefined], [null], [5], [['secret']]])('refuses %o as a mistake of the caller', async (password) => {
    await expect(hashPassword(password as never, fast)).rejects.toThrow(TypeError)
  })

  it('takes 72 bytes, and pairs of surrogates', async () => {
    for (const password of ['x'.repeat(72), 'ü'.repeat(36), '🔑']) {
      expect(await verifyPassword(password, await hashPassword(password, fast), fast)).toBe(true)
    }
  })
})

describe('verifyPassword', () => {
  it('knows the password from another', async () => {
    expect(await verifyPassword('secret', hash, fast)).toBe(true)
    expect(await verifyPassword('Secret', hash, fast)).toBe(false)
    expect(await verifyPassword('secret ', hash)).toBe(false)
  })

  it.each([
    ['empty', ''],
    ['with a NUL, which bcrypt would take for its end and begin anew', 'secret\0secret'],
    ['with a lone surrogate', 'secret\uD800'],
  ])('a password %s is wrong', async (_, password) => {
    expect(await verifyPassword(password, hash, fast)).toBe(false)
  })

  it('over 72 bytes a password is wrong, unless truncateOnVerify', async () => {
    const cut = hashSync('x'.repeat(100), 4)
    expect(await verifyPassword('x'.repeat(100), cut, fast)).toBe(false)
    expect(await verifyPassword('x'.repeat(72), cut, fast)).toBe(true)
    const lenient = bcrypt({ cost: 4, truncateOnVerify: true })
    expect(await verifyPassword('x'.repeat(100), cut, lenient)).toBe(true)
    expect(await verifyPassword(`${'x'.repeat(71)}y`, cut, lenient)).toBe(false)
    await expect(hashPassword('x'.repeat(73), lenient)).rejects.toMatchObject({ reason: 'too_long' })
  })

  it('with swapped arguments fails loudly, and repeats neither', async () => {
    const error = await rejection(verifyPassword(hash, 'secret', fast))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).not.toContain('secret')
    expect(String(error)).not.toContain(hash)
  })

  it.each([
    ['another format', '$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB'],
    ['another revision', hash.replace('$2b$', '$2x$')],
    ['no revision', hash.replace('$2b$', '$2$')],
    ['cost 3', hash.replace('$04$', '$03$')],
    ['cost 17, which would take minutes', hash.replace('$04$', '$17$')],
    ['cost 31', hash.replace('$04$', '$31$')],
    ['a digit short', hash.slice(0, -1)],
    ['a digit long', `${hash}.`],
    ['a line feed after', `${hash}\n`],
    ['a space before', ` ${hash}`],
    ['another alphabet', `${hash.slice(0, -1)}=`],
    ['empty', ''],
  ])('a hash that is %s is none', async (_, text) => {
    expect(fast.recognises(text)).toBe(false)
    await expect(verifyPassword('secret', text, fast)).rejects.toThrow(TypeError)
    expect(() => fast.isOutdated(text)).toThrow(TypeError)
  })

  it.each(['$2a$', '$2b$', '$2y$'])('reads %s', async (revision) => {
    expect(await verifyPassword('secret', hash.replace('$2b$', revision), fast)).toBe(true)
    expect(await verifyPassword('wrong', hash.replace('$2b$', revision), fast)).toBe(false)
  })

  it.each([
    ['U*U*U*U*', '$2a$05$c92SVSfjeiCD6F2nAD6y0uBpJDjdRkt0EgeC4/31Rf2LUZbDRDE.O', true],
    ['U*U*U*U+', '$2a$05$c92SVSfjeiCD6F2nAD6y0uBpJDjdRkt0EgeC4/31Rf2LUZbDRDE.O', false],
    ['U*U***U', '$2a$05$WY62Xk2TXZ7EvVDQ5fmjNu7b0GEzSzUXUh2cllxJwhtOeMtWV3Ujq', true],
    ['U*U***T', '$2a$05$WY62Xk2TXZ7EvVDQ5fmjNu7b0GEzSzUXUh2cllxJwhtOeMtWV3Ujq', false],
    ['*U*U*U*U', '$2a$05$.WRrXibc1zPgIdRXYfv.4uu6TD1KWf0VnHzq/0imhUhuxSxCyeBs2', true],
    ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', true],
  ])('Openwall crypt_blowfish: %s, %s: %j', async (password, vector, matches) => {
    expect(await verifyPassword(password, vector, fast)).toBe(matches)
  })
})

describe('bcrypt', () => {
  it.each([3, 17, 4.5, Number.NaN, '12', null, Infinity])('cost %o is a TypeError', (cost) => {
    expect(() => bcrypt({ cost: cost as never })).toThrow(/"cost"/)
  })

  it('a lower cost is outdated, a higher one is not', () => {
    expect(bcrypt({ cost: 5 }).isOutdated(hash)).toBe(true)
    expect(bcrypt({ cost: 4 }).isOutdated(hash)).toBe(false)
    expect(bcrypt({ cost: 4 }).isOutdated(hash.replace('$04$', '$12$'))).toBe(false)
  })
})

describe('passwordHashers', () => {
  const plain: PasswordHasher = {
    hash: async (password) => `plain:${password}`,
    verify: async (password, stored) => stored === `plain:${password}`,
    recognises: (stored) => stored.startsWith('plain:'),
    isOutdated: () => false,
  }
  const both = passwordHashers(fast, plain)

  it('hashes with the first and verifies with whichever recognises', async () => {
    expect(await both.hash('secret')).toMatch(/^\$2b\$04\$/)
    expect(await verifyPassword('secret', hash, both)).toBe(true)
    expect(await verifyPassword('secret', 'plain:secret', both)).toBe(true)
    expect(await verifyPassword('wrong', 'plain:secret', both)).toBe(false)
  })

  it('takes every hash of another kind for outdated', () => {
    expect(both.isOutdated('plain:secret')).toBe(true)
    expect(both.isOutdated(hash)).toBe(false)
    expect(passwordHashers(bcrypt({ cost: 5 }), plain).isOutdated(hash)).toBe(true)
  })

  it('refuses a hash of no kind', async () => {
    expect(both.recognises('md5:x')).toBe(false)
    await expect(verifyPassword('secret', 'md5:x', both)).rejects.toThrow(TypeError)
    expect(() => both.isOutdated('md5:x')).toThrow(TypeError)
  })
})
