import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Pages } from '@scopetree/core/adapter'

const TYPES = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'oauth2-redirect.js': 'text/javascript; charset=utf-8',
}

/** What Swagger UI needs beside the page, by file name, read from `swagger-ui-dist`. */
export function swaggerFiles(): Pages {
  const { resolve } = createRequire(import.meta.url)
  return Object.fromEntries(
    Object.entries(TYPES).map(([name, type]) => {
      const body = new Uint8Array(readFileSync(resolve(`swagger-ui-dist/${name}`)))
      const headers = {
        'content-type': type,
        'cache-control': 'private, max-age=3600',
        'x-content-type-options': 'nosniff',
      }
      return [name, { status: 200, headers, body }]
    }),
  )
}
