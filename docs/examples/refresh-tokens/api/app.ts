import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  formatScope,
  getCurrentUser,
  grantScopes,
  hs256,
  noStore,
  oauth2PasswordBearer,
  operation,
  parseScope,
  passwordLogin,
  readPasswordForm,
  security,
  TokenRequestError,
  type FindUser,
} from '@scopetree/core'
import { authErrors, guard } from '@scopetree/hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { continueSession, endSession, peekSession, startSession } from './sessions.js'

export interface User {
  readonly username: string
  /** What they may be granted today. */
  readonly scopes: readonly ('me' | 'items')[]
}

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

const formOf = (request: Request) => request.formData().catch(() => new FormData())

/** RFC 6749 §3.2: no field comes twice. */
function fieldOf(form: FormData, name: string): string | undefined {
  const [value, ...more] = form.getAll(name)
  if (more.length > 0) throw new TokenRequestError('invalid_request', `${name} is there twice`)
  return typeof value === 'string' ? value : undefined
}

/** `now` is for tests, which do not wait. */
export function createApp(secret: string, findUser: FindUser<User>, now = () => Date.now() / 1000) {
  const expiresIn = 15 * MINUTE
  const scopes = { me: 'Read who you are.', items: 'Read items.' }
  const auth = defineAuth({ key: hs256(secret), scopes, expiresIn, findUser, now })

  const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', refreshUrl: 'token', scopes }, (token) =>
    getCurrentUser(auth, token),
  )

  async function login(request: Request) {
    const form = await readPasswordForm(request)
    const user = await authenticateUser(auth, form.username, form.password)
    if (user === null) throw new TokenRequestError('invalid_grant', 'Incorrect username or password')
    const granted = grantScopes(form.scopes, user.scopes)
    const session = { username: user.username, scopes: granted, endsAt: now() + 30 * DAY }
    return tokens(user, granted, startSession(session))
  }

  /** RFC 6749 §6: what was granted at the login or less, and no more than the user may be granted today. */
  async function refresh(form: FormData) {
    const [token, asked] = [fieldOf(form, 'refresh_token'), fieldOf(form, 'scope')]
    if (token === undefined) throw new TokenRequestError('invalid_request', 'refresh_token is missing')
    // What can fail comes first: a token that is spent for an answer nobody got would end the login.
    const session = peekSession(token)
    const account = session && (await findUser(session.username))
    const requested = asked ? parseScope(asked) : (session?.scopes ?? [])
    const next = account && continueSession(token, now())
    if (!next) throw new TokenRequestError('invalid_grant', 'The refresh token is not valid')
    const granted = grantScopes(grantScopes(requested, session.scopes), account.user.scopes)
    return tokens(account.user, granted, next)
  }

  /** RFC 6749 §5.1. */
  async function tokens({ username }: User, granted: User['scopes'], refresh_token: string) {
    const access_token = await createAccessToken(auth, { sub: username, scopes: granted })
    return { access_token, token_type: 'bearer', expires_in: expiresIn, refresh_token, scope: formatScope(granted) }
  }

  const app = new Hono()
  app.onError(authErrors())
  app.use(bodyLimit({ maxSize: 64 * 1024 }))

  app.post(
    '/token',
    operation(passwordLogin, async (c) => {
      // A body can be read once: this reads a copy, and `readPasswordForm` the request itself.
      const form = await formOf(c.req.raw.clone())
      const isRefresh = form.get('grant_type') === 'refresh_token'
      return c.json(isRefresh ? await refresh(form) : await login(c.req.raw), 200, noStore)
    }),
  )

  /** A logout, RFC 7009: 200, whether there was such a token or not; but not for what is no such request. */
  app.post('/revoke', async (c) => {
    const token = fieldOf(await formOf(c.req.raw), 'token')
    if (token === undefined) throw new TokenRequestError('invalid_request', 'token is missing')
    endSession(token)
    return c.body(null, 200)
  })

  app.get('/users/me', guard({ user: security(currentUser, 'me') }), (c) => c.json({ username: c.var.user.username }))
  app.get('/items', guard(security(currentUser, 'items')), (c) => c.json(['Foo']))
  return app
}
