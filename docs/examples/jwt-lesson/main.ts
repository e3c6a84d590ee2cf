import { createServer, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { authentication, authenticateUser, createAccessToken, depends, HttpError, noStore } from '@scopetree/core'
import { guard, routes } from '@scopetree/node'
import * as v from 'valibot'
import { listen } from '../serve.js'
import { auth, lesson, SCOPES_OF_ROLE, session, writer } from './dependencies.js'

const Login = v.object({ username: v.string(), password: v.string() })

/** A body in JSON; whatever is wrong with it is the client's mistake. */
async function readJson<S extends v.GenericSchema>(req: IncomingMessage, schema: S): Promise<v.InferOutput<S>> {
  const body = await json(req).catch(() => undefined)
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  throw new HttpError(422, 'The body must be JSON with a username and a password')
}

/** The claims of the token beside its user: `session` gives the user alone. */
const visit = depends(authentication(session), ({ user, claims }) => ({ user, role: claims.role, until: claims.exp }))

const server = createServer(
  routes(
    {
      'POST /login': async (req, res) => {
        const { username, password } = await readJson(req, Login)
        const user = await authenticateUser(auth, username, password)
        if (!user) throw new HttpError(401, 'Incorrect username or password')
        const claims = { sub: user.username, role: user.role, scopes: SCOPES_OF_ROLE[user.role] }
        res.setHeaders(new Headers(noStore))
        return { token: await createAccessToken(auth, claims), token_type: 'bearer' }
      },

      'GET /about_me': guard(visit, (req, res, { user, role, until }) => ({ ...user, role, until })),

      'GET /notes': guard(session, () => ['a note']),

      'POST /notes': guard(writer, (req, res, user) => ({ written_by: user.username })),
    },
    lesson,
  ),
)

listen(server)
