import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { contract, isStream, listen } from '@scopetree/contract'
import { authErrors, guard, jwksEndpoint, tokenEndpoint } from '@scopetree/express'
import express, { type NextFunction, type Request, type Response } from 'express'

contract({
  keepsLines: true,
  answersErrors: true,
  async start({ routes, behind, auth, keys, profile, onError }) {
    const app = express()
    // Express writes errors that it answers by itself to the console, but for this environment.
    app.set('env', 'test')
    app.post('/token', tokenEndpoint(auth, profile ?? undefined))
    app.get('/jwks', jwksEndpoint(keys))
    const router = express.Router()
    router.use(guard(behind))
    for (const route of routes) {
      const [target, path] = route.path.startsWith('/behind/') ? [router, route.path.slice(7)] : [app, route.path]
      const method = route.method === 'GET' ? 'get' : 'post'
      const parsers = route.parsesBody ? [express.json()] : []
      target[method](path, guard(route.guard), ...parsers, async (req: Request, res: Response) => {
        const answer: unknown = await route.handler(res.locals, req.body)
        if (isStream(answer)) await pipeline(answer, res).catch(() => undefined)
        else res.json(answer)
      })
    }
    app.use('/behind', router)
    if (profile !== null) {
      app.use(authErrors(profile))
      app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
        onError(error)
        res.sendStatus(500)
      })
    }
    return listen(createServer(app))
  },
})
