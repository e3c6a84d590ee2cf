import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

const socket = new Socket()

/** A request that came over no socket, so that nothing but its handling costs. */
export function request(url: string): IncomingMessage {
  const message = new IncomingMessage(socket)
  message.method = 'GET'
  message.url = url
  message.headers = { 'x-key': 'k' }
  return message
}

export function response(): ServerResponse {
  return new ServerResponse(new IncomingMessage(socket))
}
