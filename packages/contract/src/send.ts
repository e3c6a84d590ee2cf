import { request, type ClientRequest, type IncomingMessage } from 'node:http'

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

/** Ends the connection, and waits until the server can have seen it. */
export async function hangUp(client: ClientRequest): Promise<void> {
  client.destroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
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
