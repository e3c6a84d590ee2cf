import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { bundlesAnywhere, countPackages, exportsOf, kilobytes, oldestNode } from './packages.js'
import type { Peer, Route, Verifying } from './peers.js'
import { tokenOf } from './tokens.js'
import * as types from './types.js'

export const ABSENT = '–'

/** A question, and how a peer answers it when it is tried. */
export interface Row {
  readonly name: string
  readonly ask: (peer: Peer) => Promise<string>
  /** A number that may be a quarter off: ours changes with every change. */
  readonly rough?: true
}

interface Answer {
  readonly status: number
  readonly challenge: string | null
  readonly type: string | null
  readonly body: string
}

/** Asks a server that lives for one request; `undefined` where there is nothing to ask. */
async function request(
  peer: Peer,
  route: Route,
  sent: Record<string, string>,
  path = '/',
  secret?: string,
): Promise<Answer | undefined> {
  const server = await peer.serve?.(route, secret)
  if (server === undefined) return undefined
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close', ...sent } })
    const { status, headers } = response
    const challenge = headers.get('www-authenticate')
    return { status, challenge, type: headers.get('content-type'), body: await response.text() }
  } finally {
    server.close()
  }
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

type Members = Readonly<Record<string, unknown>>

/** Of the type that a peer takes when it is not told any. */
export function goodToken({ name }: Peer, claims: Members = {}, header: Members = {}, secret?: string): string {
  return tokenOf(claims, { typ: name === 'scopetree' ? 'at+jwt' : 'JWT', ...header }, secret)
}

/** 200 where the token is accepted, also by a library that answers no requests. */
export async function statusOf(
  peer: Peer,
  token: string,
  route: Route,
  secret?: string,
): Promise<number | typeof ABSENT> {
  if (peer.verify === undefined) return (await request(peer, route, bearer(token), '/', secret))?.status ?? ABSENT
  const verify = route === 'plain' || route === 'typed' ? peer.verify(route, secret) : undefined
  if (verify === undefined) return ABSENT
  try {
    await verify(token)
    return 200
  } catch {
    return 401
  }
}

/** What becomes of a token; the status is told where it is another than 401. */
async function judge(peer: Peer, token: string, route: Verifying = 'plain', secret?: string): Promise<string> {
  const status = await statusOf(peer, token, route, secret)
  if (status === ABSENT) return ABSENT
  if (status === 200) return 'accepted'
  return status === 401 ? 'refused' : `refused, ${status}`
}

/** A token that differs from a good one in nothing but this. */
function token(name: string, claims: Members, header: Members = {}, route: Verifying = 'plain'): Row {
  return { name, ask: (peer) => judge(peer, goodToken(peer, claims, header), route) }
}

const now = Math.floor(Date.now() / 1000)
const SHORT = 'secret'

export const tokens: readonly Row[] = [
  token('`alg: none`', {}, { alg: 'none' }),
  token('another algorithm than the one named', {}, { alg: 'HS512' }),
  token('a `crit` that nobody knows', {}, { crit: ['x'], x: 1 }),
  token('expired', { exp: now - 3600 }),
  token('without `exp`', { exp: undefined }),
  token('not yet valid', { nbf: now + 3600 }),
  token('issued in the future', { iat: now + 3600 }),
  token('without `sub`', { sub: undefined }),
  token('of another issuer', { iss: 'https://other.example' }),
  token('for another audience', { aud: 'https://other.example' }),
  token('an access token marked `at+jwt` (RFC 9068)', {}, { typ: 'at+jwt' }),
  token('an ID token, `typ: JWT`, for this audience', { nonce: 'n' }, { typ: 'JWT' }),
  token('the same, where `at+jwt` is asked for', { nonce: 'n' }, { typ: 'JWT' }, 'typed'),
  { name: 'a signature with padding', ask: (peer) => judge(peer, `${goodToken(peer)}=`) },
  {
    name: 'signed with a secret of six letters',
    ask: async (peer) => {
      try {
        return await judge(peer, goodToken(peer, {}, {}, SHORT), 'plain', SHORT)
      } catch (error) {
        if (error instanceof TypeError) return 'refused at start'
        throw error
      }
    },
  },
]

/** The status, and the challenges by what they say: values only where clients act on them. */
function told(answer: Answer | undefined): string {
  if (answer === undefined) return ABSENT
  if (!answer.challenge) return String(answer.status)
  const challenges: string[] = []
  for (const [, word = '', value] of answer.challenge.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
    const shown = word === 'error' || word === 'scope' ? `${word}="${value}"` : word
    if (value === undefined) challenges.push(word)
    else challenges.push(`${challenges.pop()} ${shown}`)
  }
  return `${answer.status} \`${challenges.join(', ')}\``
}

function answer(name: string, route: Route, headersFor: (peer: Peer) => Record<string, string>): Row {
  return { name, ask: async (peer) => told(await request(peer, route, headersFor(peer))) }
}

const bad = (): Record<string, string> => bearer('not-a-token')

/** Of those that answer requests. */
export const answers: readonly Row[] = [
  answer('nothing sent', 'plain', () => ({})),
  answer('a bad token', 'plain', bad),
  {
    name: 'the body of that',
    ask: async (peer) => {
      const { type, body } = (await request(peer, 'plain', bad())) ?? {}
      return body === '' ? 'none' : (/json|html/.exec(type ?? '')?.[0].toUpperCase() ?? 'text')
    },
  },
  answer('a scope is missing', 'scoped', (peer) => bearer(goodToken(peer))),
  answer('`Basic` instead', 'plain', () => ({ authorization: 'Basic am9objpzZWNyZXQ=' })),
  answer('`bearer` in small letters', 'plain', (peer) => ({ authorization: `bearer ${goodToken(peer)}` })),
  {
    name: 'a good token in the query',
    ask: async (peer) => told(await request(peer, 'plain', {}, `/?access_token=${goodToken(peer)}`)),
  },
  answer('anonymous allowed, nothing sent', 'optional', () => ({})),
  answer('anonymous allowed, a bad token', 'optional', bad),
  answer('a token or an API key, the key sent', 'either', () => ({ 'x-api-key': 'k' })),
  answer('a token or an API key, neither sent', 'either', () => ({})),
]

/** What only the compiler is asked. */
function compiled(name: string, cells: Readonly<Partial<Record<string, string>>>): Row {
  return { name: `${name} †`, ask: async (peer) => cells[peer.name] ?? ABSENT }
}

export const wholes: readonly Row[] = [
  compiled('what a handler is given', types.user),
  compiled('a misspelt scope', types.misspeltScope),
  compiled('finds keys by the issuer', types.byIssuer),
  compiled('asks whether a token was taken back', types.takenBack),
  compiled('a token from a cookie or another place', types.anyPlace),
  compiled('proof of possession (DPoP)', types.proofOfPossession),
  compiled('tokens bound to a certificate', types.certificates),
  { name: 'exports anything for encrypted tokens', ask: (peer) => exportsOf(peer, /encrypt/i) },
  { name: 'exports anything for passwords', ask: (peer) => exportsOf(peer, /password/i) },
  { name: 'exports anything for OpenAPI', ask: (peer) => exportsOf(peer, /openapi/i) },
  { name: 'bundles for the edge, where no module of Node is', ask: bundlesAnywhere },
  { name: 'kB of a bundle for Node, gzipped', ask: kilobytes, rough: true },
  { name: 'packages installed, the framework apart', ask: async (peer) => countPackages(peer) },
  { name: 'oldest Node that its manifest names', ask: async (peer) => oldestNode(peer) },
]
