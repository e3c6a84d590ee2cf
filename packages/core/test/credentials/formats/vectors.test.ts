import { verifyPassword } from '@scopetree/core/password'
import { describe, expect, it, vi } from 'vitest'
import { formats, samples, vectors, type FormatName } from './formats.js'

vi.setConfig({ testTimeout: 30_000 })

const names = Object.keys(formats) as FormatName[]

describe.each(names)('%s', (name) => {
  const format = formats[name]
  const own = vectors.filter((vector) => vector.format === name)

  it('reads what the original libraries made', async () => {
    expect(own.length).toBeGreaterThan(3)
    for (const { password, hash, matches } of own) {
      // An empty password is none here, in whatever system it was one.
      const expected = matches && password !== ''
      expect(await verifyPassword(password, hash, format), `${password} ${hash}`).toBe(expected)
    }
  })

  it('takes another password for wrong, though it differs in a character, a case or a space', async () => {
    for (const other of ['secretx', ' secret', 'secret\n', 'ecret', 'Secret', '\u0455ecret']) {
      expect(await verifyPassword(other, samples[name], format), other).toBe(false)
    }
  })

  it('recognises its own hashes, and those of no other format', () => {
    for (const { format: owner, hash } of vectors) expect(format.recognises(hash), hash).toBe(owner === name)
  })

  it('compares the whole key: any digit of it changed is wrong or no hash', async () => {
    const hash = samples[name]
    for (const back of [2, 5, 20]) {
      const at = hash.length - 1 - back
      const other = hash[at] === '0' ? '1' : '0'
      const changed = `${hash.slice(0, at)}${other}${hash.slice(at + 1)}`
      expect(await verifyPassword('secret', changed, format), changed).toBe(false)
    }
  })
})
