import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Running } from './host.js'

/** Lets a server listen on a free port of this machine. */
export async function listen(server: Pick<Server, 'listen' | 'close' | 'address' | 'on'>): Promise<Running> {
  const connections = new Map<number | undefined, Socket>()
  server.on('request', ({ socket }: IncomingMessage) => connections.set(socket.remotePort, socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { origin: `http://127.0.0.1:${port}`, connections, close }
}
