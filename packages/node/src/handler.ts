import type { IncomingMessage, ServerResponse } from 'node:http'

/** The parameters of a matched path, percent-decoded. */
export type RouteParams = Readonly<Record<string, string>>

/** Answers a request. What it returns is sent as JSON; `undefined` means that it answers by itself. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse, params: RouteParams) => unknown
