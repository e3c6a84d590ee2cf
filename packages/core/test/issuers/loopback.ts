import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { fakeIssuer, type FakeIssuer, type FakeIssuerOptions } from '@scopetree/core/testing'

/** A fake issuer that is asked over a socket. */
export interface Loopback {
  readonly fake: FakeIssuer
  /** Ends the server: its port refuses connections from then on. */
  stop(): Promise<void>
}

export async function startIssuer(options: FakeIssuerOptions = {}): Promise<Loopback> {
  const server = createServer((req, res) => {
    const controller = new AbortController()
    res.on('close', () => controller.abort())
    const request = new Request(`${fake.issuer}${req.url}`, { signal: controller.signal })
    fake.handle(request).then(
      (response) => write(res, response),
      () => res.destroy(),
    )
  })
  const fake = fakeIssuer({ ...options, issuer: await listen(server) })
  return {
    fake,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a port was asked for')
  return `http://127.0.0.1:${address.port}`
}

async function write(res: ServerResponse, response: Response): Promise<void> {
  res.writeHead(response.status, Object.fromEntries(response.headers))
  res.end(new Uint8Array(await response.arrayBuffer()))
}
