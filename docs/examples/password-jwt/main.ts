import { createServer, type ServerResponse } from 'node:http'
import { authenticateUser, createAccessToken, fastapi, HttpError, noStore, readPasswordForm } from '@scopetree/core'
import { guard, routes } from '@scopetree/node'
import { listen } from '../serve.js'
import { auth, currentUser, drivenCar, editedPost } from './dependencies.js'
import { isOwner, type User } from './subjects.js'

/** A token for whatever `sub` names. Only what may be done with it is a scope. */
async function tokenFor(res: ServerResponse, sub: string, scopes: readonly ('drive' | 'edit')[] = []) {
  res.setHeaders(new Headers(noStore))
  return { access_token: await createAccessToken(auth, { sub, scopes }), token_type: 'bearer' }
}

/** The owner alone gives out keys. To everybody else it is as if the thing were not there. */
async function keyFor(res: ServerResponse, user: User, sub: string, scope: 'drive' | 'edit') {
  if (!isOwner(user, sub)) throw new HttpError(404, 'You have nothing of that name')
  return tokenFor(res, sub, [scope])
}

const server = createServer(
  routes(
    {
      'POST /token': async (req, res) => {
        const form = await readPasswordForm(req)
        const user = await authenticateUser(auth, form.username, form.password)
        if (!user) throw new HttpError(401, 'Incorrect username or password', { 'www-authenticate': 'Bearer' })
        return tokenFor(res, `username:${user.username}`)
      },

      'GET /users/me/': guard(currentUser, (req, res, user) => user),

      'GET /users/me/items/': guard(currentUser, (req, res, user) => [{ item_id: 'Foo', owner: user.username }]),

      // Whoever holds these can drive that car, or edit that post, and nothing else; no account is needed.
      'POST /cars/:plate/key': guard(currentUser, (req, res, user, { plate }) =>
        keyFor(res, user, `car:${plate}`, 'drive'),
      ),

      'POST /cars/:plate/drive': guard(drivenCar, (req, res, car) => ({ driving: car.plate })),

      'POST /posts/:slug/key': guard(currentUser, (req, res, user, { slug }) =>
        keyFor(res, user, `post:${slug}`, 'edit'),
      ),

      'PUT /posts/:slug': guard(editedPost, (req, res, post) => ({ edited: post.slug })),
    },
    fastapi,
  ),
)

listen(server)
