import type { Server } from 'node:http'
import type { RouteTable } from '@scopetree/node'
import type { WebSocketServer } from 'ws'

export * from './application.js'
export * from '@scopetree/node'
// Instead of those of core.
export { jwksEndpoint, tokenEndpoint } from '@scopetree/node'
export { createServer } from 'node:http'

export declare const table: RouteTable
export declare const server: Server
export declare const sockets: WebSocketServer
