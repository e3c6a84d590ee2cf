import {
  defineAuth,
  depends,
  getCurrentUser,
  hashPassword,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
} from '@scopetree/core'

/** The README's application, without a framework: what an installed package must be able to do. */
const user = { username: 'johndoe', disabled: false }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

export const auth = defineAuth({
  key: hs256(crypto.randomUUID()),
  scopes: { me: 'Read who you are.', items: 'Read items.' },
  findUser: (username) => accounts.get(username),
  scopesFor: () => ['me', 'items'],
})

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

export const reader = security(activeUser, 'items')
