import type { Account } from '@scopetree/core'
import type { User } from '../../scopes/security/users.js'
import betterAuth from '../tables/better-auth.json' with { type: 'json' }
import django from '../tables/django.json' with { type: 'json' }
import fastapi2023 from '../tables/fastapi-2023.json' with { type: 'json' }
import fastapiToday from '../tables/fastapi-today.json' with { type: 'json' }
import flask from '../tables/flask.json' with { type: 'json' }

const accounts = new Map<string, Account<User>>()

function add(user: User, passwordHash: string): void {
  if (accounts.has(user.username)) throw new Error(`Two users are called ${user.username}`)
  accounts.set(user.username, { user, passwordHash })
}

for (const row of django) {
  const { username, email, first_name, last_name, is_active, password } = row
  add({ username, email, full_name: `${first_name} ${last_name}`.trim(), disabled: !is_active }, password)
}
for (const row of [...Object.values(fastapi2023), ...Object.values(fastapiToday)]) {
  const { hashed_password, ...user } = row
  add(user, hashed_password)
}
for (const { username, email, password_hash } of flask) {
  add({ username, email, full_name: username, disabled: false }, password_hash)
}
for (const { id, name, email } of betterAuth.user) {
  const account = betterAuth.account.find(({ userId, providerId }) => userId === id && providerId === 'credential')
  // Its `name` is for display, and anybody takes any; it is the e-mail that is one user's.
  if (account) add({ username: email, email, full_name: name, disabled: false }, account.password)
}

export function findUser(username: string): Account<User> | undefined {
  return accounts.get(username)
}

export function savePasswordHash(user: User, passwordHash: string, outdated: string): void {
  if (accounts.get(user.username)?.passwordHash !== outdated) return
  accounts.set(user.username, { user, passwordHash })
  console.log(`A new hash for ${user.username}: ${passwordHash.split('$', 4).join('$')}`)
}
