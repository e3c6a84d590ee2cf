import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { json } from 'node:stream/consumers'
import { contract, isStream, listen, type ContractRoute } from '@scopetree/contract'
import { guard, jwksEndpoint, routes, tokenEndpoint, type NodeHandler, type RouteTable } from '@scopetree/node'

contract({
  keepsLines: true,
  answersErrors: false,
  async start({ routes: list, behind, auth, keys, profile, onError }) {
    const table: Record<string, NodeHandler> = {
      'POST /token': tokenEndpoint(auth, profile ?? undefined),
      'GET /jwks': jwksEndpoint(keys),
    }
    for (const route of list) {
      const handler = handlerOf(route)
      const router = guard(behind, (req, res, _, params) => handler(req, res, params))
      table[`${route.method} ${route.path}`] = route.path.startsWith('/behind/') ? router : handler
    }
    return listen(createServer(routes(table satisfies RouteTable, profile ?? undefined, { onError })))
  },
})

function handlerOf(route: ContractRoute): NodeHandler {
  return guard(route.guard, async (req, res, values) => {
    const answer: unknown = await route.handler(values, route.parsesBody && (await json(req)))
    if (!isStream(answer)) return answer
    // A client that hangs up is the end of a stream, and no error of ours.
    await pipeline(answer, res).catch(() => undefined)
    return undefined
  })
}
