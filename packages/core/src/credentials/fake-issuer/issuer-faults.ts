import type { Jwk } from '../keys/jwk.js'

/** What there is to answer with. */
export interface IssuerState {
  readonly issuer: string
  readonly base: string
  readonly jwksUrl: string
  readonly publish: () => Promise<readonly Jwk[]>
  readonly fault: IssuerFault | undefined
}

const FAULTS = {
  /** As a host that is down, or a server that hangs up. */
  refused: () => Promise.reject(new TypeError('fetch failed')),
  hanging: ({ signal }) =>
    new Promise<Response>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    }),
  error: () => Response.json({ error: 'internal: postgres://user:password@db' }, { status: 500 }),
  malformed: () => new Response('<!doctype html><title>Maintenance</title>'),
  empty: () => Response.json({ keys: [] }),
  /** Good keys, and a megabyte of nothing. */
  oversized: async (_, { publish }) => Response.json({ keys: await publish(), padding: ' '.repeat(1024 * 1024) }),
  redirecting: ({ url }) => new Response(null, { status: 302, headers: { location: `${url}?elsewhere` } }),
} satisfies Record<string, (request: Request, state: IssuerState) => Response | Promise<Response>>

/** How an issuer can fail. */
export type IssuerFault = keyof typeof FAULTS

/** Every way to fail, for tables of tests: all of them are 503, and none is 401. */
export const ISSUER_FAULTS: readonly IssuerFault[] = Object.keys(FAULTS).filter(isFault)

function isFault(name: string): name is IssuerFault {
  return Object.hasOwn(FAULTS, name)
}

/** What an issuer answers: its metadata, its keys, or what its fault makes of them. */
export async function answerIssuerRequest(request: Request, state: IssuerState): Promise<Response> {
  const { issuer, base, jwksUrl, publish, fault } = state
  if (fault !== undefined) return FAULTS[fault](request, state)
  const { origin, pathname } = new URL(base)
  const path = pathname.replace(/\/$/, '')
  switch (request.url) {
    case jwksUrl:
      return Response.json({ keys: await publish() })
    case `${base}/.well-known/openid-configuration`:
    case `${origin}/.well-known/oauth-authorization-server${path}`:
      return Response.json({ issuer, jwks_uri: jwksUrl, token_endpoint: `${base}/token` })
    default:
      return Response.json({ error: 'not_found' }, { status: 404 })
  }
}
