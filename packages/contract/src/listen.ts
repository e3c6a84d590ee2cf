import type { AddressInfo, Server } from 'node:net'
import type { Running } from './host.js'

/** Lets a server listen on a free port of this machine. */
export async function listen(server: Pick<Server, 'listen' | 'close' | 'address'>): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
