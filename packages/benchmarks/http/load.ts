import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** Requests that are always in flight, each on a connection of its own. */
const CONNECTIONS = 8

/** A client whose own work is kept small, because it shares the machine with what it measures. */
export class Client {
  readonly #sockets: readonly Socket[]

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets
  }

  static async connectTo(port: number): Promise<Client> {
    const sockets = Array.from({ length: CONNECTIONS }, () => connect({ port, host: '127.0.0.1', noDelay: true }))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    return new Client(sockets)
  }

  /** Asks for `path` once with each token and returns the statuses. */
  async ask(path: string, tokens: readonly string[]): Promise<number[]> {
    const statuses: number[] = []
    let next = 0
    await Promise.all(
      this.#sockets.map(async (socket) => {
        for (let token = tokens[next++]; token !== undefined; token = tokens[next++]) {
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nAuthorization: Bearer ${token}\r\n\r\n`,
          )
          statuses.push(await statusOf(socket))
        }
      }),
    )
    return statuses
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Reads one answer off a connection. */
function statusOf(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1')
      if (!isComplete(text)) return
      socket.off('data', read).off('close', fail)
      resolve(Number(text.slice(9, 12)))
    }
    const fail = (): void => reject(new Error(`The connection closed after ${JSON.stringify(text)}`))
    socket.on('data', read).once('close', fail)
  })
}

function isComplete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  const [, length] = /content-length: *(\d+)/i.exec(text.slice(0, head)) ?? []
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length)
}
