// Writes better-auth.json beside it. README.md says how.
import { hashPassword } from '@better-auth/utils/password'
import { writeFileSync } from 'node:fs'

const tables = {
  user: [{ id: 'u1', name: 'radia', email: 'radia@example.com', emailVerified: true }],
  account: [
    {
      id: 'a1',
      userId: 'u1',
      accountId: 'u1',
      providerId: 'credential',
      // Composed; on a keyboard that decomposes the é it is the same password.
      password: await hashPassword('radia-pass\u00e9word'),
    },
  ],
}
writeFileSync('better-auth.json', `${JSON.stringify(tables, undefined, 2)}\n`)
