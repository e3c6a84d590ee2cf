import { createAdaptorServer } from '@hono/node-server'
import { contract, isStream, listen, textResponse } from '@scopetree/contract'
import { authErrors, guard, jwksEndpoint, tokenEndpoint } from '@scopetree/hono'
import { Hono, type MiddlewareHandler } from 'hono'

contract({
  keepsLines: false,
  answersErrors: true,
  async start({ routes, behind, auth, keys, profile, onError }) {
    const app = new Hono<{ Variables: Record<string, unknown> }>()
    if (profile !== null) {
      const otherwise = authErrors(profile, (error, c) => {
        onError(error)
        return c.text('Internal Server Error', 500)
      })
      app.onError(otherwise)
    }
    app.post('/token', tokenEndpoint(auth, profile ?? undefined))
    app.get('/jwks', jwksEndpoint(keys))
    app.use('/behind/*', guard(behind))
    for (const route of routes) {
      const parse: MiddlewareHandler = async (c, next) => {
        if (route.parsesBody) c.set('body', await c.req.json())
        await next()
      }
      app.on(route.method, route.path, guard(route.guard), parse, async (c) => {
        const answer: unknown = await route.handler(c.var, c.var['body'])
        return isStream(answer) ? textResponse(answer) : c.json(answer)
      })
    }
    return listen(createAdaptorServer(app))
  },
})
