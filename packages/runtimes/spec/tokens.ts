import { createAccessToken, getCurrentUser, privateKey, publicKey, verifyAccessToken, hs256 } from '@scopetree/core'
import { auth, tokenWith } from './application.js'
import { equal, refusal, type Checks } from './check.js'

/** RFC 8037, appendix A.1. */
const ed25519 = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
const ed25519Private = { ...ed25519, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' }
/** RFC 7515, appendix A.3. */
const es256 = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
const es256Private = { ...es256, d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI' }

export const tokens: Checks = {
  'tokens: a token names its user and scopes': async () => {
    const { user, scopes } = await getCurrentUser(auth, await tokenWith('items me'), ['items'])
    equal([user.username, scopes], ['johndoe', ['items', 'me']])
  },

  'tokens: a scope that is missing is refused': async () => {
    const { code, reason } = await refusal(getCurrentUser(auth, await tokenWith('me'), ['items']))
    equal([code, reason], ['insufficient_scope', 'missing_scope'])
  },

  'tokens: one changed letter is refused': async () => {
    const [header, , signature] = (await tokenWith('me')).split('.')
    const claims = btoa('{"sub":"alice","exp":99999999999}').replaceAll('=', '')
    equal((await refusal(getCurrentUser(auth, `${header}.${claims}.${signature}`))).reason, 'signature')
  },

  'tokens: a token expires': async () => {
    const token = await createAccessToken({ ...auth, now: () => 1_700_000_000 }, { sub: 'johndoe' })
    equal((await refusal(getCurrentUser(auth, token))).reason, 'expired')
  },

  'tokens: a key of another algorithm verifies nothing': async () => {
    const token = await createAccessToken(
      { key: hs256('another secret, and as long as it has to be') },
      { sub: 'johndoe' },
    )
    equal((await refusal(verifyAccessToken({ key: publicKey(es256) }, token))).name, 'InvalidTokenError')
    equal((await refusal(verifyAccessToken(auth, token))).reason, 'signature')
  },

  'tokens: Ed25519 signs and verifies': () => signsAndVerifies(ed25519Private, ed25519),
  'tokens: ES256 signs and verifies': () => signsAndVerifies(es256Private, es256),
}

async function signsAndVerifies(
  secret: typeof es256Private | typeof ed25519Private,
  open: typeof es256 | typeof ed25519,
) {
  const token = await createAccessToken({ key: privateKey(secret) }, { sub: 'johndoe', tenant: 'acme' })
  const { claims } = await verifyAccessToken({ key: publicKey(open) }, token)
  equal([claims.sub, claims['tenant']], ['johndoe', 'acme'])
}
