import { createAdaptorServer } from '@hono/node-server'
import { contract, isStream, listen, textResponse, type ContractRoute } from '@scopetree/contract'
import { depends, errorResponse, jwksEndpoint, run, tokenEndpoint } from '@scopetree/core'

// No framework and no adapter: what an edge runtime runs.
contract({
  keepsLines: false,
  answersErrors: false,
  async start({ routes, behind, auth, keys, profile, onError }) {
    const token = tokenEndpoint(auth, profile ?? undefined)
    const jwks = jwksEndpoint(keys)
    const route = async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (pathname === '/token') return token(request)
      if (pathname === '/jwks') return jwks(request)
      for (const one of routes) {
        const match = matcherOf(one).exec(pathname)
        if (!match) continue
        const handle = (): Promise<Response> => answer(one, request, match.groups)
        return one.path.startsWith('/behind/') ? run(behind, request, handle) : handle()
      }
      return new Response(null, { status: 404 })
    }
    const fetch = async (request: Request): Promise<Response> => {
      try {
        return await route(request)
      } catch (error) {
        const response = errorResponse(error, profile ?? undefined)
        if (!response) onError(error)
        return response ?? new Response(null, { status: 500 })
      }
    }
    return listen(createAdaptorServer({ fetch }))
  },
})

function matcherOf({ path }: ContractRoute): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/, '(?<$1>[^/]+)')}$`)
}

function answer(route: ContractRoute, request: Request, params: Record<string, string> = {}): Promise<Response> {
  const param = (name: string): string | undefined => params[name] && decodeURIComponent(params[name])
  const handle = async (values: Readonly<Record<string, unknown>>): Promise<Response> => {
    const body: unknown = await route.handler(values, route.parsesBody && (await request.json()))
    return isStream(body) ? textResponse(body) : Response.json(body)
  }
  return run(depends(route.guard), request, handle, { param })
}
