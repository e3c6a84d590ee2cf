import { fastapi, type ErrorProfile } from '@scopetree/core'

/** An answer that scopetree writes, to the byte. Headers that are not named must be absent. */
export interface Refusal {
  readonly status: number
  readonly challenges?: readonly string[]
  readonly retryAfter?: string
  readonly body: string
}

export interface Case {
  readonly title: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly rfc6750: Refusal
  readonly fastapi: Refusal
}

export const PROFILES: readonly (readonly ['rfc6750' | 'fastapi', ErrorProfile | undefined])[] = [
  ['rfc6750', undefined],
  ['fastapi', fastapi],
]

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` })

function invalidToken(text: string, scope: string): Pick<Case, 'rfc6750' | 'fastapi'> {
  const scopes = scope === '' ? '' : `, scope="${scope}"`
  return {
    rfc6750: {
      status: 401,
      challenges: [`Bearer error="invalid_token", error_description="${text}"${scopes}`],
      body: `{"error":"invalid_token","error_description":"${text}"}`,
    },
    fastapi: {
      status: 401,
      challenges: [scope === '' ? 'Bearer' : `Bearer scope="${scope}"`],
      body: '{"detail":"Could not validate credentials"}',
    },
  }
}

const MISSING_SCOPE = 'The access token lacks a scope that this request needs'
const NOT_AUTHENTICATED = '{"detail":"Not authenticated"}'

/** The rows of the wire table that an adapter has to carry. */
export const CASES: readonly Case[] = [
  {
    title: 'no credentials',
    path: '/items',
    rfc6750: { status: 401, challenges: ['Bearer scope="items me"'], body: NOT_AUTHENTICATED },
    fastapi: { status: 401, challenges: ['Bearer'], body: NOT_AUTHENTICATED },
  },
  {
    title: 'no credentials where several schemes would do',
    path: '/either',
    rfc6750: { status: 401, challenges: ['Bearer', 'APIKey'], body: NOT_AUTHENTICATED },
    fastapi: { status: 401, challenges: ['Bearer', 'APIKey'], body: NOT_AUTHENTICATED },
  },
  {
    title: 'a bad token',
    path: '/items',
    headers: bearer('bad-expired'),
    ...invalidToken('The access token has expired', 'items me'),
  },
  {
    title: 'an unknown user',
    path: '/items/7',
    headers: bearer('nobody'),
    ...invalidToken('The credentials belong to no known user', ''),
  },
  {
    title: 'two Authorization headers',
    path: '/user',
    headers: { authorization: ['Bearer me', 'Bearer me'] },
    ...invalidToken('The credentials are malformed', 'me'),
  },
  {
    title: 'a scope is missing',
    path: '/items',
    headers: bearer('me'),
    rfc6750: {
      status: 403,
      challenges: [`Bearer error="insufficient_scope", error_description="${MISSING_SCOPE}", scope="items me"`],
      body: `{"error":"insufficient_scope","error_description":"${MISSING_SCOPE}","scope":"items me"}`,
    },
    fastapi: { status: 401, challenges: ['Bearer scope="items me"'], body: '{"detail":"Not enough permissions"}' },
  },
  {
    title: 'a scope of the router is missing',
    path: '/behind/items',
    headers: bearer('items'),
    rfc6750: {
      status: 403,
      challenges: [`Bearer error="insufficient_scope", error_description="${MISSING_SCOPE}", scope="me"`],
      body: `{"error":"insufficient_scope","error_description":"${MISSING_SCOPE}","scope":"me"}`,
    },
    fastapi: { status: 401, challenges: ['Bearer scope="me"'], body: '{"detail":"Not enough permissions"}' },
  },
  {
    title: 'a dependency refuses',
    path: '/user',
    headers: bearer('disabled'),
    rfc6750: { status: 400, body: '{"detail":"Inactive user"}' },
    fastapi: { status: 400, body: '{"detail":"Inactive user"}' },
  },
  {
    title: 'a dependency refuses with headers of its own',
    path: '/picky',
    rfc6750: { status: 409, retryAfter: '3', body: '{"detail":{"why":["because","ü"]}}' },
    fastapi: { status: 409, retryAfter: '3', body: '{"detail":{"why":["because","ü"]}}' },
  },
  {
    title: 'a handler refuses',
    path: '/refusing',
    rfc6750: { status: 402, body: '{"detail":"Pay first"}' },
    fastapi: { status: 402, body: '{"detail":"Pay first"}' },
  },
  {
    title: 'keys are out of reach',
    path: '/user',
    headers: bearer('busy'),
    rfc6750: { status: 503, retryAfter: '7', body: '{"error":"temporarily_unavailable"}' },
    fastapi: { status: 503, retryAfter: '7', body: '{"detail":"Service Unavailable"}' },
  },
]
