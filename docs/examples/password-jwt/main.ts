import { createServer, type ServerResponse } from 'node:http'
import { authenticateUser, createAccessToken, fastapi, HttpError, noStore, readPasswordForm } from '@scopetree/core'
import { guard, routes } from '@scopetree/node'
import { listen } from '../serve.js'
import { auth, currentUser, drivenCar, editedPost } from './dependencies.js'

/** A token for whatever `sub` names. Only what may be done with it is a scope. */
async function tokenFor(res: ServerResponse, sub: string, scopes: readonly ('drive' | 'edit')[] = []) {
  res.setHeaders(new Headers(noStore))
  return { access_token: await createAccessToken(auth, { sub, scopes }), token_type: 'bearer' }
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
        tokenFor(res, `car:${plate}`, ['drive']),
      ),

      'POST /cars/:plate/drive': guard(drivenCar, (req, res, car) => ({ driving: car.plate })),

      'POST /posts/:slug/key': guard(currentUser, (req, res, user, { slug }) =>
        tokenFor(res, `post:${slug}`, ['edit']),
      ),

      'PUT /posts/:slug': guard(editedPost, (req, res, post) => ({ edited: post.slug })),
    },
    fastapi,
  ),
)

listen(server)
