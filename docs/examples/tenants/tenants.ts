import type { Account } from '@scopetree/core'

/** Each tenant signs with its own secret, which comes from wherever your secrets are. */
export const SECRETS = new Map([
  ['acme', process.env.ACME_SECRET ?? crypto.randomUUID()],
  ['globex', process.env.GLOBEX_SECRET ?? crypto.randomUUID()],
])

const johndoe: Account<{ username: string }> = {
  user: { username: 'johndoe' },
  passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
}
const alice: Account<{ username: string }> = {
  user: { username: 'alice' },
  passwordHash: '$2b$12$gSvqqUPvlXP2tfVFaWK1Be7DlH.PKZbv5H8KnzzVgXXbVxpva.pFm', // secretalice
}

const accounts = new Map([
  ['acme', new Map([['johndoe', johndoe]])],
  [
    'globex',
    new Map([
      ['johndoe', johndoe],
      ['alice', alice],
    ]),
  ],
])

export function accountsOf(tenant: string): ReadonlyMap<string, Account<{ username: string }>> {
  return accounts.get(tenant) ?? new Map()
}
