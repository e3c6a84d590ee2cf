import { request } from 'node:http'

export interface Answer {
  status: number
  /** A line each, as they came. */
  challenges: readonly string[]
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Where the answer is JSON. */
  body: unknown
  text: string
}

export interface Call {
  method?: string
  path: string
  /** An array sends a header several times. */
  headers?: Readonly<Record<string, string | string[]>>
  body?: string | Uint8Array
}

/** One request on a connection of its own, through Node's client, which sends what `fetch` would tidy up. */
export function call(origin: string, { method = 'GET', path, headers = {}, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const outgoing = request({ hostname, port, method, path, headers, agent: false, timeout: 60_000 }, (incoming) => {
      const chunks: Uint8Array[] = []
      incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const challenges = incoming.rawHeaders.filter(
          (_, index, lines) => lines[index - 1]?.toLowerCase() === 'www-authenticate' && index % 2 === 1,
        )
        resolve({
          status: incoming.statusCode ?? 0,
          challenges,
          headers: incoming.headers,
          body: text !== '' && isJson(incoming.headers) ? JSON.parse(text) : undefined,
          text,
        })
      })
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within a minute')))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function isJson(headers: Answer['headers']): boolean {
  return String(headers['content-type']).startsWith('application/json')
}

/** `POST /token` with a form. */
export function login(origin: string, form: Readonly<Record<string, string>> | string): Promise<Answer> {
  return call(origin, {
    method: 'POST',
    path: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  })
}

/** `GET` with a bearer token. */
export function withToken(origin: string, path: string, token: string): Promise<Answer> {
  return call(origin, { path, headers: { authorization: `Bearer ${token}` } })
}
