import fastifyJwt from '@fastify/jwt'
import Fastify, { type preHandlerAsyncHookHandler } from 'fastify'
import type { Server } from 'node:http'
import { SECRET } from '../tokens/forge.js'

const hooks: Readonly<Record<string, preHandlerAsyncHookHandler>> = {
  nothing: async () => undefined,
  '@fastify/jwt': async (request) => void (await request.jwtVerify()),
}

export const names = Object.keys(hooks)

export async function serverOf(name: string): Promise<Server> {
  const onRequest = hooks[name]
  if (onRequest === undefined) throw new Error(`There is no "${name}" on Fastify`)
  const app = Fastify()
  await app.register(fastifyJwt, { secret: SECRET, verify: { algorithms: ['HS256'] } })
  app.get('/open', async () => ({ status: 'ok' }))
  app.get('/me', { onRequest }, async () => ({ status: 'ok' }))
  await app.ready()
  return app.server
}
