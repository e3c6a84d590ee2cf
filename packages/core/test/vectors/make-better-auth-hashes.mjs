// Makes better-auth-hashes.json: see README.md for the command. Salts are random, so it makes others every time.
import { hashPassword } from '@better-auth/utils/password'

const passwords = ['secret', 'pässwörd 🔑', 'e\u0301 \ufb01 \uff11', 'ü'.repeat(600)]
const vectors = []
for (const password of passwords) {
  vectors.push({
    format: 'better-auth-scrypt',
    password,
    hash: await hashPassword(password),
    'made by': '@better-auth/utils 0.5.0',
  })
}
process.stdout.write(`${JSON.stringify({ vectors }, undefined, 1)}\n`)
