import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server that can be held, as if the server hung: connections open and stay, and nothing is answered. */
export interface Tap {
  /** That of the server, by this way. */
  readonly url: string
  readonly hold: () => void
  /** What was held arrives. */
  readonly release: () => void
  readonly close: () => void
}

/** Opens a way to the server of a URL such as `redis://127.0.0.1:6379`. */
export async function openTap(server: string): Promise<Tap> {
  const url = new URL(server)
  const { hostname, port } = url
  let open = Promise.resolve()
  let release = (): void => undefined

  const listener = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    pass(client, upstream)
    pass(upstream, client)
  })
  function pass(from: Socket, to: Socket): void {
    from.on('data', (chunk) => void open.then(() => to.write(chunk)))
    from.on('close', () => to.destroy()).on('error', () => to.destroy())
  }
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  url.port = String((listener.address() as AddressInfo).port)
  return {
    url: url.href,
    hold: () => {
      open = new Promise((resolve) => (release = resolve))
    },
    release: () => release(),
    close: () => listener.close(),
  }
}
