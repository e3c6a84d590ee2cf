import { guard, routes } from '@scopetree/node'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { byHand, libraries } from './by-hand.js'
import { currentUser } from './current-user.js'

type Judge = (authorization: string | undefined) => boolean | Promise<boolean>

function handWritten(judge: Judge): Server {
  return createServer((req, res) => {
    if (req.url !== '/me') return answer(res, 200)
    const isGood = judge(req.headers.authorization)
    if (isGood instanceof Promise) void isGood.then((good) => answer(res, good ? 200 : 401))
    else answer(res, isGood ? 200 : 401)
  })
}

function answer(res: ServerResponse, status: number): void {
  const text = JSON.stringify({ status: 'ok' })
  res.statusCode = status
  res.setHeader('content-type', 'application/json')
  res.setHeader('content-length', Buffer.byteLength(text))
  res.end(text)
}

function scopetree(tokenCache?: false): Server {
  const handler = (_req: IncomingMessage, res: ServerResponse): void => answer(res, 200)
  return createServer(routes({ 'GET /open': handler, 'GET /me': guard(currentUser(tokenCache), handler) }))
}

const servers: Readonly<Record<string, () => Server | Promise<Server>>> = {
  nothing: () => handWritten(() => true),
  scopetree: () => scopetree(),
  'scopetree, `tokenCache: false`': () => scopetree(false),
  ...Object.fromEntries(
    Object.entries(libraries).map(([name, library]) => [
      `${name} by hand`,
      async () => handWritten(byHand(await library())),
    ]),
  ),
}

export const names = Object.keys(servers)

export async function serverOf(name: string): Promise<Server> {
  const server = await servers[name]?.()
  if (server === undefined) throw new Error(`There is no "${name}" on node:http`)
  return server
}
