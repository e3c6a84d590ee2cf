import { createAccessToken, getCurrentUser, hs256, oauth2PasswordBearer, security } from '@scopetree/core'
import { isPromise, open } from '@scopetree/core/adapter'
import { describe, expect, it } from 'vitest'
import { bearer } from './requests.js'

const SECRET = 'f3b1c7e05d2a4986b7e0c1d2f3a4958677e8d9c0b1a2f3e4d5c6b7a8091a2b3c'

function users(now = () => 1_800_000_000) {
  const auth = { key: hs256(SECRET), scopes: { me: '', items: '' }, now }
  const scheme = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
    getCurrentUser(auth, token),
  )
  return { auth, me: security(scheme, 'me'), items: security(scheme, 'items') }
}

describe('a guard over a token that was verified before', () => {
  it('waits for nothing', async () => {
    const { auth, me } = users()
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] })
    const first = open(me, bearer(token))
    expect(isPromise(first)).toBe(true)
    const { value } = await first
    const second = open(me, bearer(token))
    expect(isPromise(second)).toBe(false)
    expect((await second).value).toBe(value)
  })

  it('refuses it all the same once it has expired, or where it lacks a scope', async () => {
    let time = 1_800_000_000
    const { auth, me, items } = users(() => time)
    const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 60 })
    await open(me, bearer(token))
    await expect(open(items, bearer(token))).rejects.toMatchObject({ code: 'insufficient_scope', scopes: ['items'] })
    time += 60
    await expect(open(me, bearer(token))).rejects.toMatchObject({ reason: 'expired', scopes: ['me'] })
  })
})
