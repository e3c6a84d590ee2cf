import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { renderError, type ErrorProfile, type Needs, type RenderedResponse, type ValueOf } from '@scopetree/core'
import { guarded, resolve } from '@scopetree/core/adapter'
import type { NodePlatform } from './guard.js'
import { INTERNAL, send } from './send.js'

/** Takes over the socket of a request that was accepted, and makes the handshake. */
export type UpgradeHandler<V> = (req: IncomingMessage, socket: Duplex, head: Buffer, value: V) => unknown

/** Options of `guardUpgrade`. */
export interface UpgradeOptions {
  /** Told of every error that is not answered as one of ours; the client sees a bare 500. Default: `console.error`. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * A listener for a server's `upgrade` event: a dependency judges the request before any handshake.
 *
 * A refused request gets the answer that a route would give, and its connection is closed. What an accepted one deferred
 * runs when its socket closes. It judges every upgrade that it is given, whatever the path, and once: a token that
 * expires later does not end the connection. For cookies, compare `Origin` in a dependency, since browsers let any site
 * open a WebSocket.
 *
 * @throws {TypeError} something in `needs` is no dependency, nothing is in it, or its alternatives have too many
 * combinations of scopes
 * @example
 * server.on('upgrade', guardUpgrade(activeUser, (req, socket, head, user) => {
 *   sockets.handleUpgrade(req, socket, head, (ws) => {
 *     ws.on('error', console.error)
 *     ws.send(`Hello ${user.username}`)
 *   })
 * }))
 */
export function guardUpgrade<N extends Needs>(
  needs: N,
  handler: UpgradeHandler<ValueOf<N>>,
  profile?: ErrorProfile,
  { onError = console.error }: UpgradeOptions = {},
): (req: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return guarded(needs, ({ dependency }) => (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const res = new ServerResponse(req)
    if (!isFree(socket, res)) {
      socket.destroy()
      return
    }
    // Node has taken its own listener off: a client that resets the connection would end the process. This one
    // stays, for nobody knows when the handler sets its own.
    socket.on('error', () => undefined)

    const platform: NodePlatform = { req, res }
    let failure: unknown
    const whenOver = (end: (error: unknown) => void): void => {
      const close = (): void => end(failure)
      if (socket.destroyed) close()
      else socket.once('close', close)
    }
    const judge = async (): Promise<ValueOf<N>> => resolve(dependency, req, { platform, whenOver })
    const accept = async (value: ValueOf<N>): Promise<void> => {
      if (socket.destroyed) return
      try {
        await handler(req, socket, head, value)
      } catch (error) {
        failure = error
        // Nobody knows how far the handshake got.
        socket.destroy()
        onError(error)
      }
    }
    judge()
      .then(accept, (error: unknown) => {
        const rendered = renderError(error, profile)
        if (!rendered) throw error
        refuse(res, socket, rendered)
      })
      // Also what an error of ours says may be nothing that JSON can hold.
      .catch((error: unknown) => {
        refuse(res, socket, INTERNAL)
        onError(error)
      })
      .catch(console.error)
  })
}

/** Answers by a response of its own, since an upgrade request comes without one. */
function refuse(res: ServerResponse, socket: Duplex, answer: RenderedResponse): void {
  res.shouldKeepAlive = false
  // Nothing else would ever close the connection of a client that does not.
  res.once('finish', () => socket.end(() => socket.destroy()))
  if (res.socket === null) res.assignSocket(asSocket(socket))
  send(res, answer)
}

/** The answer to a request that the client did not wait for would end up in whatever the handler speaks. */
function isFree(socket: Duplex, res: ServerResponse): boolean {
  try {
    res.assignSocket(asSocket(socket))
    res.detachSocket(asSocket(socket))
    return true
  } catch {
    return false
  }
}

/** The sockets of an HTTP server are net.Socket or behave as one. */
function asSocket(socket: Duplex): Socket {
  return socket as Socket
}
