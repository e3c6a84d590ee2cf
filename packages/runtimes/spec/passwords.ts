import {
  argon2id,
  bcrypt,
  hashPassword,
  passlibPbkdf2,
  passwordHashers,
  scrypt,
  verifyPassword,
  type PasswordHasher,
} from '@scopetree/core'
import { equal, refusal, type Checks } from './check.js'
import { blockedShare } from './blocked-share.js'

const hasher = bcrypt({ cost: 4 })

export const passwords: Checks = {
  'passwords: bcrypt hashes and verifies': () => hashesAndVerifies(hasher),

  'passwords: a hash that another library made verifies': async () => {
    const hash = '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'
    equal(await verifyPassword('secret', hash), true)
  },

  // As cheap as they get: without native code they take seconds otherwise.
  'passwords: scrypt hashes and verifies': () => hashesAndVerifies(scrypt({ logN: 10 })),

  'passwords: Argon2id hashes and verifies, or says what it needs': async ({ argon2 }) => {
    const cheap = argon2id({ memory: 64, passes: 1, parallelism: 1 })
    if (argon2) return hashesAndVerifies(cheap)
    const { message } = await refusal(hashPassword('correct horse', cheap))
    equal(message.includes('npm install @node-rs/argon2'), true)
  },

  'passwords: PBKDF2 verifies, with as many rounds as every runtime allows': async () => {
    const hash = '$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8'
    equal(await verifyPassword('secret', hash, passwordHashers(hasher, passlibPbkdf2())), true)
    equal(await verifyPassword('wrong', hash, passwordHashers(hasher, passlibPbkdf2())), false)
  },

  'passwords: what bcrypt would confuse is refused': async () => {
    equal((await refusal(hashPassword('secret\0secret', hasher))).name, 'PasswordRefusedError')
    equal((await refusal(hashPassword('x'.repeat(73), hasher))).name, 'PasswordRefusedError')
    equal((await refusal(verifyPassword('secret', 'no hash', hasher))).name, 'TypeError')
  },

  'passwords: hashing leaves the thread that serves free, where there are others': async ({ threads }) => {
    if (!threads) return
    await hashPassword('the first one starts the thread', hasher)
    const blocked = await blockedShare(() => hashPassword('correct horse', bcrypt({ cost: 12 })))
    if (blocked > 0.5) throw new Error(`the thread was blocked for ${Math.round(blocked * 100)} % of the time`)
  },
}

async function hashesAndVerifies(hasher: PasswordHasher): Promise<void> {
  const hash = await hashPassword('correct horse', hasher)
  equal(await verifyPassword('correct horse', hash, hasher), true)
  equal(await verifyPassword('correct mule', hash, hasher), false)
}
