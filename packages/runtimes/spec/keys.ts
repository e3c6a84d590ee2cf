import { createAccessToken, hs256, keyRing, verifyAccessToken } from '@scopetree/core'
import { equal, refusal, type Checks } from './check.js'

const old = hs256('the old secret, which is also thirty-two bytes long', { kid: '1' })
const current = hs256('the new secret, which is also thirty-two bytes long', { kid: '2' })

export const keys: Checks = {
  'keys: a ring verifies what its previous key signed, until that leaves': async () => {
    const token = await createAccessToken({ key: old }, { sub: 'johndoe' })
    equal((await verifyAccessToken({ key: keyRing(current, old) }, token)).claims.sub, 'johndoe')
    equal((await refusal(verifyAccessToken({ key: keyRing(current) }, token))).name, 'InvalidTokenError')
  },
}
