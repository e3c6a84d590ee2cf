import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { fastapi, rfc6750, type ErrorProfile } from '@scopetree/core'
import { routes } from '@scopetree/node'

/** What differs between the two profiles, for the application of the scopes tutorial. */
export interface Expected {
  readonly profile: ErrorProfile
  readonly unauthenticated: (scopes: string) => Refusal
  readonly invalid: (scopes: string) => Refusal
  readonly insufficient: (scopes: string) => Refusal
  readonly missing: (fields: readonly string[]) => Refusal
  readonly otherGrant: (sent: string) => Refusal
  readonly badForm: number
}

export interface Refusal {
  readonly status: number
  readonly challenges: readonly string[]
  readonly body: unknown
}

const described = 'error_description="'

export const PROFILES: readonly (readonly [string, Expected])[] = [
  [
    'rfc6750',
    {
      profile: rfc6750,
      unauthenticated: (scopes) => ({
        status: 401,
        challenges: [scopes === '' ? 'Bearer' : `Bearer scope="${scopes}"`],
        body: { detail: 'Not authenticated' },
      }),
      invalid: (scopes) => ({
        status: 401,
        challenges: [`Bearer error="invalid_token", ${described}…"${scopes === '' ? '' : `, scope="${scopes}"`}`],
        body: { error: 'invalid_token', error_description: '…' },
      }),
      insufficient: (scopes) => ({
        status: 403,
        challenges: [`Bearer error="insufficient_scope", ${described}…", scope="${scopes}"`],
        body: { error: 'insufficient_scope', error_description: '…', scope: scopes },
      }),
      missing: () => ({ status: 400, challenges: [], body: { error: 'invalid_request', error_description: '…' } }),
      otherGrant: () => ({
        status: 400,
        challenges: [],
        body: { error: 'unsupported_grant_type', error_description: '…' },
      }),
      badForm: 400,
    },
  ],
  [
    'fastapi',
    {
      profile: fastapi,
      unauthenticated: () => ({ status: 401, challenges: ['Bearer'], body: { detail: 'Not authenticated' } }),
      invalid: (scopes) => ({
        status: 401,
        challenges: [scopes === '' ? 'Bearer' : `Bearer scope="${scopes}"`],
        body: { detail: 'Could not validate credentials' },
      }),
      insufficient: (scopes) => ({
        status: 401,
        challenges: [`Bearer scope="${scopes}"`],
        body: { detail: 'Not enough permissions' },
      }),
      missing: (fields) => ({
        status: 422,
        challenges: [],
        body: {
          detail: fields.map((field) => ({
            type: 'missing',
            loc: ['body', field],
            msg: 'Field required',
            input: null,
          })),
        },
      }),
      otherGrant: (sent) => ({
        status: 422,
        challenges: [],
        body: {
          detail: [
            {
              type: 'string_pattern_mismatch',
              loc: ['body', 'grant_type'],
              msg: "String should match pattern '^password$'",
              input: sent,
              ctx: { pattern: '^password$' },
            },
          ],
        },
      }),
      badForm: 422,
    },
  ],
]

/** Texts for people are compared by their presence: they may be worded better one day. */
export function withoutDescription({ status, challenges, body }: Refusal): Refusal {
  const text = JSON.stringify(body).replace(/("error_description":)"[^"]+"/, '$1"…"')
  return {
    status,
    challenges: challenges.map((line) => line.replace(/error_description="[^"]+"/, 'error_description="…"')),
    body: JSON.parse(text) as unknown,
  }
}

export interface Running {
  readonly server: Server
  readonly origin: string
  /** What the server would have answered with a 500. */
  readonly errors: unknown[]
}

/** The application of docs/examples/scopes on a port of its own. Its module also starts the one it is a program for. */
export async function startScopes(profile: ErrorProfile): Promise<Running> {
  process.env['PORT'] = '0'
  const { table, server: program } = await import('../../examples/scopes/node.js')
  program.close()
  const errors: unknown[] = []
  const server = createServer(routes(table, profile, { onError: (error) => errors.push(error) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a port was asked for')
  return { server, origin: `http://127.0.0.1:${address.port}`, errors }
}
