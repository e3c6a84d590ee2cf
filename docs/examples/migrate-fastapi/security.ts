import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  depends,
  getCurrentUser,
  grantScopes,
  hs256,
  HttpError,
  oauth2PasswordBearer,
  optional,
  readPasswordForm,
  security,
  type RequestLike,
} from '@scopetree/core'
import { connect, type Connection } from './store.js'

const { SECRET_KEY = crypto.randomUUID() } = process.env

export const db = depends(function db(context) {
  const connection = connect()
  context.defer(() => connection.close())
  return connection
})

const scopes = { 'notes:read': 'Read notes.', 'notes:write': 'Delete notes.', admin: 'See who has notes.' }
const key = hs256(SECRET_KEY)

/** The config, with the users as one request's own connection sees them. */
const authOn = ({ accounts }: Connection) =>
  defineAuth({
    key,
    scopes,
    scopeClaim: 'scopes',
    expiresIn: 30 * 60,
    findUser: (username) => accounts.get(username),
  })

const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, async (token, context) =>
  getCurrentUser(authOn(await context.use(db)), token),
)

export const activeUser = depends(currentUser, function activeUser(user) {
  if (user.disabled) throw new HttpError(400, 'Inactive user')
  return user
})

export const visitor = optional(currentUser)

export const ownNote = depends(
  { user: security(activeUser, 'notes:write'), db },
  function ownNote({ user, db }, { request }) {
    const input = request.param('note_id')
    if (!/^\d+$/.test(input)) throw notAnInteger('note_id', input)
    const note = db.notes.get(Number(input))
    if (note?.owner !== user.username) throw new HttpError(404, 'No such note')
    return note
  },
)

function notAnInteger(name: string, input: string): HttpError {
  const msg = 'Input should be a valid integer, unable to parse string as an integer'
  return new HttpError(422, [{ type: 'int_parsing', loc: ['path', name], msg, input }])
}

export async function login(request: RequestLike, db: Connection) {
  const auth = authOn(db)
  const form = await readPasswordForm(request)
  const user = await authenticateUser(auth, form.username, form.password)
  if (!user) throw new HttpError(400, 'Incorrect username or password')
  const scopes = grantScopes(form.scopes, user.scopes)
  return { access_token: await createAccessToken(auth, { sub: user.username, scopes }), token_type: 'bearer' }
}
