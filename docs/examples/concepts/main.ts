import {
  anyOf,
  apiKey,
  authenticateUser,
  createAccessToken,
  defineAuth,
  depends,
  explain,
  getCurrentUser,
  hashPassword,
  hs256,
  HttpError,
  isAuthError,
  oauth2PasswordBearer,
  optional,
  security,
  verifyPassword,
  type Account,
} from '@scopetree/core'

interface User {
  readonly username: string
  readonly disabled: boolean
}

const accounts = new Map<string, Account<User>>()

// #region functions
const passwordHash = await hashPassword('secret')
console.log('verifyPassword', await verifyPassword('secret', passwordHash))

accounts.set('johndoe', { user: { username: 'johndoe', disabled: false }, passwordHash })
const auth = defineAuth({
  key: hs256(crypto.randomUUID()),
  scopes: { me: 'Read who you are.', items: 'Read items.' },
  findUser: (username) => accounts.get(username),
})

const john = await authenticateUser(auth, 'johndoe', 'secret')
console.log('authenticateUser', john?.username)

const token = await createAccessToken(auth, { sub: 'johndoe', scopes: ['me'] }, { expiresIn: 60 })
const { user, scopes, claims } = await getCurrentUser(auth, token, ['me'])
console.log('getCurrentUser', user.username, scopes, claims.exp - (claims.iat ?? 0))
// #endregion functions

// #region await
async function changePassword(hash: string, current: string, next: string) {
  if (!(await verifyPassword(current, hash))) throw new HttpError(400, 'Incorrect password')
  return hashPassword(next)
}
// #endregion await

await changePassword(passwordHash, 'secret', 'another secret')

// #region user
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})
// #endregion user

// #region build
const db = depends(function db(context) {
  const items = new Map([['1', { owner: 'johndoe', name: 'Foo' }]])
  context.defer(() => items.clear())
  return items
})

const ownItem = depends({ user: activeUser, db }, function ownItem({ user, db }, { request }) {
  const item = db.get(request.param('id'))
  if (item?.owner !== user.username) throw new HttpError(404, 'No such item')
  return item
})
// #endregion build

const request = new Request('http://localhost/items', { headers: { authorization: `Bearer ${token}` } })

// #region call
try {
  const user = await activeUser(request)
  console.log('activeUser', user.username)
} catch (error) {
  if (!isAuthError(error)) throw error
  console.log(error.status, error.code, error.reason)
}
// #endregion call

// #region scopes
const service = apiKey({ in: 'header', key: 'x-api-key', scopes: { items: 'Read items.' } }, (key) =>
  key === process.env.SERVICE_KEY ? { user: { username: 'service', disabled: false }, scopes: ['items'] } : null,
)

const caller = security(anyOf(currentUser, service), 'items') // both know items; 'me' would not compile here
const visitor = optional(security(currentUser, 'me'))

console.log(explain(security(ownItem, 'items'), { currentUser }))
console.log(explain({ caller }, { currentUser, service }))
console.log(explain({ visitor }, { currentUser }))
// #endregion scopes
