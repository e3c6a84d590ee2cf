import {
  argon2id,
  authenticateUser,
  type AuthEvent,
  bcrypt,
  passwordHashers,
  type PasswordVerifier,
  scrypt,
  verifyPassword,
} from '@scopetree/core/password'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { rejection } from '../jws.js'
import { formats, samples, type FormatName } from './formats.js'

vi.setConfig({ testTimeout: 30_000 })

const names = Object.keys(formats) as FormatName[]
const hex = (digits: number) => '5e'.repeat(digits / 2)
const base64 = (digits: number) => 'c29t'.repeat(digits).slice(0, digits)

/** What each format must not compute: of each hash why. */
const refused: Record<FormatName, readonly (readonly [string, string])[]> = {
  argon2id: [
    ['4 GiB', `$argon2id$v=19$m=4194304,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['a KiB more than 256 MiB', `$argon2id$v=19$m=262145,t=1,p=4$${base64(22)}$${base64(43)}`],
    ['a billion passes', `$argon2id$v=19$m=64,t=1000000000,p=4$${base64(22)}$${base64(43)}`],
    ['more than 2 GiB in all passes', `$argon2id$v=19$m=262144,t=9,p=4$${base64(22)}$${base64(43)}`],
    ['17 lanes', `$argon2id$v=19$m=65536,t=3,p=17$${base64(22)}$${base64(43)}`],
    ['no lane', `$argon2id$v=19$m=65536,t=3,p=0$${base64(22)}$${base64(43)}`],
    ['no pass', `$argon2id$v=19$m=65536,t=0,p=4$${base64(22)}$${base64(43)}`],
    ['too little memory for its lanes', `$argon2id$v=19$m=31,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['version 0x10', `$argon2id$v=16$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['no version', `$argon2id$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['another variant', `$argon2x$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['other order', `$argon2id$v=19$t=3,m=65536,p=4$${base64(22)}$${base64(43)}`],
    ['a salt of 7 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(10)}$${base64(43)}`],
    ['a salt of no bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(13)}$${base64(43)}`],
    ['a salt of 65 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(87)}$${base64(43)}`],
    ['a key of 15 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(20)}`],
    ['a key of no bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(25)}`],
    ['a key of 65 bytes', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(87)}`],
    ['no key', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}`],
    ['an empty key', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$`],
    ['padding', `$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}==$${base64(43)}=`],
    ['hexadecimal numbers', `$argon2id$v=19$m=0x100,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['negative numbers', `$argon2id$v=19$m=-65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['an exponent', `$argon2id$v=19$m=1e5,t=3,p=4$${base64(22)}$${base64(43)}`],
  ],
  bcrypt: [
    ['cost 31', `$2b$31$${base64(53)}`],
    ['cost 17', `$2b$17$${base64(53)}`],
    ['cost 3', `$2b$03$${base64(53)}`],
  ],
  bcryptSha256: [
    ['cost 31', `$bcrypt-sha256$v=2,t=2b,r=31$${base64(22)}$${base64(31)}`],
    ['cost 17', `$bcrypt-sha256$v=2,t=2b,r=17$${base64(22)}$${base64(31)}`],
    ['cost 3', `$bcrypt-sha256$v=2,t=2b,r=3$${base64(22)}$${base64(31)}`],
    ['cost 31 in version 1', `$bcrypt-sha256$2b,31$${base64(22)}$${base64(31)}`],
    ['cost 17 in version 1', `$bcrypt-sha256$2a,17$${base64(22)}$${base64(31)}`],
    ['version 3', `$bcrypt-sha256$v=3,t=2b,r=4$${base64(22)}$${base64(31)}`],
    ['a flawed revision', `$bcrypt-sha256$v=2,t=2x,r=4$${base64(22)}$${base64(31)}`],
    ['a short salt', `$bcrypt-sha256$v=2,t=2b,r=4$${base64(21)}$${base64(31)}`],
    ['a short key', `$bcrypt-sha256$v=2,t=2b,r=4$${base64(22)}$${base64(30)}`],
    ['a long key', `$bcrypt-sha256$v=2,t=2b,r=4$${base64(22)}$${base64(32)}`],
  ],
  betterAuthScrypt: [
    ['a short key', `${hex(32)}:${hex(126)}`],
    ['a long key', `${hex(32)}:${hex(130)}`],
    ['no key', `${hex(32)}:`],
    ['a short salt', `${hex(30)}:${hex(128)}`],
    ['no salt', `:${hex(128)}`],
    ['capitals', `${hex(32)}:${hex(128).toUpperCase()}`],
    ['three parts', `${hex(32)}:${hex(128)}:${hex(128)}`],
  ],
  djangoArgon2: [
    ['4 GiB', `argon2$argon2id$v=19$m=4194304,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['another name before', `argon3$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['the name twice', `argon2argon2$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
    ['one dollar more', `argon2$$argon2id$v=19$m=65536,t=3,p=4$${base64(22)}$${base64(43)}`],
  ],
  djangoBcrypt: [
    ['cost 31', `bcrypt$$2b$31$${base64(53)}`],
    ['cost 17', `bcrypt$$2b$17$${base64(53)}`],
    ['one dollar less', `bcrypt$2b$04$${base64(53)}`],
    ['a short key', `bcrypt$$2b$04$${base64(52)}`],
  ],
  djangoBcryptSha256: [
    ['cost 31', `bcrypt_sha256$$2b$31$${base64(53)}`],
    ['cost 17', `bcrypt_sha256$$2b$17$${base64(53)}`],
    ['one dollar less', `bcrypt_sha256$2b$04$${base64(53)}`],
    ['a short key', `bcrypt_sha256$$2b$04$${base64(52)}`],
  ],
  djangoPbkdf2: [
    ['a billion rounds', `pbkdf2_sha256$1000000000$seasalt$${base64(43)}=`],
    ['5,000,001 rounds', `pbkdf2_sha256$5000001$seasalt$${base64(43)}=`],
    ['a billion rounds of SHA-1', `pbkdf2_sha1$1000000000$seasalt$${base64(27)}=`],
    ['5,000,001 rounds of SHA-1', `pbkdf2_sha1$5000001$seasalt$${base64(27)}=`],
    ['no round', `pbkdf2_sha256$0$seasalt$${base64(43)}=`],
    ['half a round', `pbkdf2_sha256$0.5$seasalt$${base64(43)}=`],
    ['no salt', `pbkdf2_sha256$1000$$${base64(43)}=`],
    ['a salt of 129 characters', `pbkdf2_sha256$1000$${'s'.repeat(129)}$${base64(43)}=`],
    ['a salt with a line feed', `pbkdf2_sha256$1000$sea\nsalt$${base64(43)}=`],
    ['the key of SHA-1', `pbkdf2_sha256$1000$seasalt$${base64(27)}=`],
    ['the key of SHA-256', `pbkdf2_sha1$1000$seasalt$${base64(43)}=`],
    ['one byte for a key', 'pbkdf2_sha256$1000$seasalt$AA=='],
    ['no padding', `pbkdf2_sha256$1000$seasalt$${base64(43)}`],
    ['another hash function', `pbkdf2_md5$1000$seasalt$${base64(43)}=`],
  ],
  djangoScrypt: [
    ['512 MiB', `scrypt$524288$seasalt$8$1$${base64(86)}==`],
    ['much parallel work', `scrypt$131072$seasalt$8$9$${base64(86)}==`],
    ['a cost that is no power of two', `scrypt$16385$seasalt$8$1$${base64(86)}==`],
    ['cost 1', `scrypt$1$seasalt$8$1$${base64(86)}==`],
    ['more cost than its blocks allow (RFC 7914 §6)', `scrypt$65536$seasalt$1$1$${base64(86)}==`],
    ['no block', `scrypt$1024$seasalt$0$1$${base64(86)}==`],
    ['no parallelism', `scrypt$1024$seasalt$8$0$${base64(86)}==`],
    ['no salt', `scrypt$1024$$8$1$${base64(86)}==`],
    ['a key of 32 bytes', `scrypt$1024$seasalt$8$1$${base64(43)}=`],
  ],
  passlibPbkdf2: [
    ['a billion rounds', `$pbkdf2-sha256$1000000000$${base64(22)}$${base64(43)}`],
    ['5,000,001 rounds', `$pbkdf2-sha256$5000001$${base64(22)}$${base64(43)}`],
    ['no round', `$pbkdf2-sha256$0$${base64(22)}$${base64(43)}`],
    ['no salt', `$pbkdf2-sha256$1000$$${base64(43)}`],
    ['a salt of no bytes', `$pbkdf2-sha256$1000$${base64(21)}$${base64(43)}`],
    ['a long salt', `$pbkdf2-sha256$1000$${base64(130)}$${base64(43)}`],
    ['the key of SHA-512', `$pbkdf2-sha256$1000$${base64(22)}$${base64(86)}`],
    ['the key of SHA-256', `$pbkdf2-sha512$1000$${base64(22)}$${base64(43)}`],
    ['a short key', `$pbkdf2-sha256$1000$${base64(22)}$${base64(42)}`],
    ['plus, for which passlib writes a dot', `$pbkdf2-sha256$1000$${base64(22)}$${base64(42)}+`],
  ],
  scrypt: [
    ['512 MiB', `$scrypt$ln=19,r=8,p=1$${base64(22)}$${base64(43)}`],
    ['2^99', `$scrypt$ln=99,r=99,p=99$${base64(22)}$${base64(43)}`],
    ['much parallel work', `$scrypt$ln=17,r=8,p=9$${base64(22)}$${base64(43)}`],
    ['more cost than its blocks allow (RFC 7914 §6)', `$scrypt$ln=16,r=1,p=1$${base64(22)}$${base64(43)}`],
    ['a billion blocks', `$scrypt$ln=4,r=1000000000,p=1$${base64(22)}$${base64(43)}`],
    ['no cost', `$scrypt$ln=0,r=8,p=1$${base64(22)}$${base64(43)}`],
    ['no block', `$scrypt$ln=4,r=0,p=1$${base64(22)}$${base64(43)}`],
    ['no parallelism', `$scrypt$ln=4,r=8,p=0$${base64(22)}$${base64(43)}`],
    ['a salt of 7 bytes', `$scrypt$ln=4,r=8,p=1$${base64(10)}$${base64(43)}`],
    ['a salt of no bytes', `$scrypt$ln=4,r=8,p=1$${base64(13)}$${base64(43)}`],
    ['a key of 31 bytes', `$scrypt$ln=4,r=8,p=1$${base64(22)}$${base64(42)}`],
    ['a key of 64 bytes', `$scrypt$ln=4,r=8,p=1$${base64(22)}$${base64(86)}`],
    ['other order', `$scrypt$r=8,ln=4,p=1$${base64(22)}$${base64(43)}`],
  ],
  werkzeugPbkdf2: [
    ['a billion rounds', `pbkdf2:sha256:1000000000$seasalt$${hex(64)}`],
    ['5,000,001 rounds', `pbkdf2:sha256:5000001$seasalt$${hex(64)}`],
    ['no round', `pbkdf2:sha256:0$seasalt$${hex(64)}`],
    ['rounds left out', `pbkdf2:sha256$seasalt$${hex(64)}`],
    ['no salt', `pbkdf2:sha256:1000$$${hex(64)}`],
    ['another hash function', `pbkdf2:md5:1000$seasalt$${hex(64)}`],
    ['the key of SHA-1', `pbkdf2:sha256:1000$seasalt$${hex(40)}`],
    ['the key of SHA-256', `pbkdf2:sha512:1000$seasalt$${hex(64)}`],
    ['one byte for a key', 'pbkdf2:sha256:1000$seasalt$5e'],
    ['capitals', `pbkdf2:sha256:1000$seasalt$${hex(64).toUpperCase()}`],
  ],
  werkzeugScrypt: [
    ['512 MiB', `scrypt:524288:8:1$seasalt$${hex(128)}`],
    ['much parallel work', `scrypt:131072:8:9$seasalt$${hex(128)}`],
    ['a cost that is no power of two', `scrypt:16385:8:1$seasalt$${hex(128)}`],
    ['no salt', `scrypt:1024:8:1$$${hex(128)}`],
    ['a key of 32 bytes', `scrypt:1024:8:1$seasalt$${hex(64)}`],
    ['capitals', `scrypt:1024:8:1$seasalt$${hex(128).toUpperCase()}`],
  ],
}

const cases = names.flatMap((name) => refused[name].map(([why, hash]) => [name, why, hash] as const))

describe.each(cases)('%s refuses a hash with %s', (name, _, hash) => {
  it('at once, as no hash of its kind', async () => {
    const format: PasswordVerifier = formats[name]
    expect(format.recognises(hash)).toBe(false)
    const started = performance.now()
    const error = await rejection(verifyPassword('secret', hash, format))
    expect(performance.now() - started).toBeLessThan(1000)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).not.toContain(hash.slice(-20))
  })
})

it('takes what stands at its limits', () => {
  const { argon2id, djangoPbkdf2, scrypt, werkzeugPbkdf2, passlibPbkdf2, bcryptSha256 } = formats
  expect(argon2id.recognises(`$argon2id$v=19$m=262144,t=8,p=16$${base64(86)}$${base64(86)}`)).toBe(true)
  expect(argon2id.recognises(`$argon2i$v=19$m=8,t=1,p=1$${base64(11)}$${base64(22)}`)).toBe(true)
  expect(scrypt.recognises(`$scrypt$ln=18,r=8,p=4$${base64(86)}$${base64(43)}`)).toBe(true)
  expect(scrypt.recognises(`$scrypt$ln=1,r=1,p=1$${base64(11)}$${base64(43)}`)).toBe(true)
  expect(djangoPbkdf2.recognises(`pbkdf2_sha256$5000000$${'s'.repeat(128)}$${base64(43)}=`)).toBe(true)
  expect(werkzeugPbkdf2.recognises(`pbkdf2:sha1:1$s$${hex(40)}`)).toBe(true)
  expect(passlibPbkdf2.recognises(`$pbkdf2-sha512$5000000$${base64(128)}$${base64(86)}`)).toBe(true)
  expect(bcryptSha256.recognises(`$bcrypt-sha256$v=2,t=2b,r=16$${base64(22)}$${base64(31)}`)).toBe(true)
})

describe.each(names)('%s', (name) => {
  const format: PasswordVerifier = formats[name]
  const hash = samples[name]

  it('refuses its hash with anything before, after or cut off', async () => {
    const cuts = Array.from({ length: hash.length }, (_, length) => hash.slice(0, length))
    const odd = [
      ` ${hash}`,
      `${hash} `,
      `${hash}\n`,
      `${hash}$`,
      `${hash}\0`,
      `${hash}é`,
      hash.toUpperCase(),
      `\n${hash}`,
    ]
    // A key of Argon2 may be shorter: those are wrong instead.
    const others = [...cuts, ...odd, `${hash}${hash}`, hash.repeat(10_000)].filter((text) => !format.recognises(text))
    expect(others.length).toBeGreaterThan(hash.length - 64)
    for (const other of others) await expect(verifyPassword('secret', other, format)).rejects.toThrow(TypeError)
    for (const cut of cuts.filter((text) => format.recognises(text))) {
      expect(await verifyPassword('secret', cut, format), cut).toBe(false)
    }
  })

  it('answers a TypeError or false to whatever stands in the place of a hash', async () => {
    const mutated = fc
      .tuple(
        fc.nat(hash.length - 1),
        fc.nat(3),
        fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('$', ':', ',', '=', '9')),
      )
      .map(([at, length, text]) => hash.slice(0, at) + text + hash.slice(at + length))
      .filter((text) => text !== hash)
    const hostile = fc.oneof({ weight: 4, arbitrary: mutated }, fc.string(), fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        if (isDear(text)) return
        const answer = await verifyPassword('Secret', text, format).catch((error: unknown) => error)
        expect(format.recognises(text) ? answer === false : answer instanceof TypeError).toBe(true)
      }),
      { numRuns: name === 'betterAuthScrypt' ? 15 : 150 },
    )
  })

  it.each([undefined, null, 5, {}, [hash]])('takes %o for a mistake of the caller', async (odd) => {
    await expect(verifyPassword('secret', odd as never, format)).rejects.toThrow(TypeError)
    await expect(verifyPassword(odd as never, hash, format)).rejects.toThrow(TypeError)
  })

  it.each([
    ['empty', ''],
    ['nul', 'secret\0secret'],
    ['nul', 'secret\0'],
    ['malformed', 'secret\uD800'],
    ['malformed', '\uDC00secret'],
    ['too_long', 'x'.repeat(4097)],
    ['too_long', 'é'.repeat(2049)],
    ['too_long', 'x'.repeat(2 ** 20)],
  ])('refuses a password that is %s, before it computes anything', async (reason, password) => {
    // bcrypt cuts it to 72 bytes where it reads the hashes of libraries that did.
    const cutting = reason === 'too_long' && (name === 'bcrypt' || name === 'djangoBcrypt')
    const outcome = await format.verify(password, hash).catch((error: { reason?: string }) => error.reason)
    expect(outcome).toBe(cutting ? false : reason)
    expect(await verifyPassword(password, hash, format)).toBe(false)
  })
})

it('takes a password of 4,096 bytes', async () => {
  const password = 'é'.repeat(2048)
  const hasher = scrypt({ logN: 4 })
  expect(await verifyPassword(password, await hasher.hash(password), hasher)).toBe(true)
})

it('logs nobody in with a hash that is refused, and says so in the log alone', async () => {
  const hasher = passwordHashers(bcrypt({ cost: 4 }), argon2id(), ...Object.values(formats))
  for (const [, why, hash] of cases) {
    const events: AuthEvent[] = []
    const findUser = () => ({ user: {}, passwordHash: hash })
    const onEvent = (event: AuthEvent) => void events.push(event)
    expect(await authenticateUser({ findUser, hasher, onEvent }, 'johndoe', 'secret'), why).toBeNull()
    expect(events, why).toEqual([{ type: 'login_failed', username: 'johndoe', reason: 'unknown_hash' }])
  }
})

/** Within the limits, and yet too slow for a test that runs a thousand times. */
function isDear(text: string): boolean {
  return [...text.matchAll(/\d+/g)].some(([digits]) => Number(digits) > 2000) || /(?:ln=1|r=1|\$)\d\$/.test(text)
}
