import { createAdaptorServer } from '@hono/node-server'
import { errorResponse, fastapi, noStore, run, security } from '@scopetree/core'
import { serve } from '../serve.js'
import { activeUser, currentUser } from './security/dependencies.js'
import { login } from './security/login.js'

const handlers = new Map<string, (request: Request) => Promise<Response>>()

handlers.set('POST /token', async (request) => Response.json(await login(request), { headers: noStore }))

handlers.set('GET /users/me/', (request) => run(activeUser, request, (user) => Response.json(user)))

handlers.set('GET /users/me/items/', (request) =>
  run(security(activeUser, 'items'), request, (user) => Response.json([{ item_id: 'Foo', owner: user.username }])),
)

handlers.set('GET /status/', (request) => run(currentUser, request, () => Response.json({ status: 'ok' })))

/** What an edge runtime calls: `export default { fetch }`. */
export async function fetch(request: Request): Promise<Response> {
  const handler = handlers.get(`${request.method} ${new URL(request.url).pathname}`)
  if (!handler) return Response.json({ detail: 'Not Found' }, { status: 404 })
  try {
    return await handler(request)
  } catch (error) {
    const response = errorResponse(error, fastapi)
    if (!response) throw error
    return response
  }
}

export const server = serve(createAdaptorServer({ fetch }))
