import {
  bcrypt,
  defineAuth,
  depends,
  getCurrentUser,
  hashPassword,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  security,
  tokenEndpoint,
  type Account,
  type ErrorProfile,
} from '@scopetree/core'

export interface User {
  readonly username: string
  readonly disabled: boolean
}

/** The cheapest there is: here counts that a hash is right, not that it is slow. */
const hasher = bcrypt({ cost: 4 })

async function account(username: string, disabled: boolean): Promise<[string, Account<User>]> {
  return [username, { user: { username, disabled }, passwordHash: await hashPassword(`${username}'s secret`, hasher) }]
}

/** Made at the first request: edge runtimes allow neither randomness nor timers while a program is loaded. */
let accounts: Promise<Map<string, Account<User>>> | undefined

async function findUser(username: string): Promise<Account<User> | undefined> {
  accounts ??= Promise.all([account('johndoe', false), account('alice', true)]).then((entries) => new Map(entries))
  return (await accounts).get(username)
}

export const auth = defineAuth({
  key: hs256('a secret for the checks of all runtimes, and no other use'),
  scopes: { me: 'Read who you are.', items: 'Read items.' },
  hasher,
  findUser,
  scopesFor: () => ['me', 'items'],
})

export const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

export const activeUser = depends(security(currentUser, 'me'), function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

export const itemsOfUser = depends(security(activeUser, 'items'), function itemsOfUser({ username }) {
  return [{ name: 'Foo', owner: username }]
})

/** A request to the token endpoint, with a form. */
export function login(form: Readonly<Record<string, string>>, profile?: ErrorProfile): Promise<Response> {
  const body = new URLSearchParams(form)
  return tokenEndpoint(auth, profile)(new Request('http://api.example/token', { method: 'POST', body }))
}

/** A token for johndoe, or another user, from the token endpoint. */
export async function tokenWith(scope: string, username = 'johndoe'): Promise<string> {
  const answer = await login({ username, password: `${username}'s secret`, scope })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

/** A request for the items, with that token if there is one. */
export function requestWith(token?: string): Request {
  return new Request(
    'http://api.example/items',
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  )
}
