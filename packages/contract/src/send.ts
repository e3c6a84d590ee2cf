import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { vi } from 'vitest'
import type { Running } from './host.js'

/** A response as it came, header lines apart. */
export interface Answer {
  readonly status: number
  /** The lines of a header, in order. */
  readonly lines: (name: string) => readonly string[]
  readonly body: string
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

/** Sends a request on a connection of its own. */
export async function send(url: string, sent: Sent = {}): Promise<Answer> {
  const { response } = await begin(url, sent)
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += String(chunk)
  return answerOf(response, body)
}

/** Sends a request and waits for the head of its response. */
export async function begin(
  url: string,
  sent: Sent = {},
): Promise<{ response: IncomingMessage; client: ClientRequest }> {
  const client = open(url, sent)
  client.end(sent.body)
  return { client, response: await responseOf(client) }
}

/** Opens a request whose body has not been sent. */
export function open(url: string, { method = 'GET', headers = {} }: Sent = {}): ClientRequest {
  const lines = Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]))
  return request(url, { method, agent: false, headers: ['host', new URL(url).host, ...lines] })
}

/** Ends the connection once the server has the request's head, and waits until the server has seen that. */
export async function hangUp(client: ClientRequest, { connections }: Running): Promise<void> {
  const connection = await vi.waitFor(() => connectionOf(client, connections), 20_000)
  // Not `once` of events, which rejects: to the server a body that breaks off is an error.
  const closed = new Promise((resolve) => connection.once('close', resolve))
  client.destroy()
  await closed
  // The response is closed in the same turn, and told of it by the next.
  await new Promise(setImmediate)
}

function connectionOf(client: ClientRequest, connections: Running['connections']): Socket {
  const connection = connections.get(client.socket?.localPort)
  if (connection === undefined) throw new Error('the server has seen no request of this client')
  return connection
}

export function responseOf(client: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.once('response', resolve)
    client.on('error', reject)
  })
}

function answerOf({ statusCode = 0, rawHeaders }: IncomingMessage, body: string): Answer {
  return {
    status: statusCode,
    lines: (name) => rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name),
    body,
  }
}
