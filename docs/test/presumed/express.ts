import type { Express } from 'express'

export * from './application.js'
export * from '@scopetree/express'
// Instead of those of core.
export { jwksEndpoint, tokenEndpoint } from '@scopetree/express'

export declare const app: Express
