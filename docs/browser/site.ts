import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built site, on a port of this machine. */
export interface Site {
  readonly origin: string
  /** Paths of all its pages, `/404` included. */
  readonly pages: readonly string[]
  readonly stop: () => void
}

const docs = fileURLToPath(new URL('../', import.meta.url))
const dist = join(docs, '.vitepress/dist')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Serves the site as a host with clean URLs does; builds it first, unless the build is newer than all pages. */
export async function startSite(): Promise<Site> {
  if (!isBuilt()) build()
  const files = new Set(filesBelow(dist).map((name) => `/${name}`))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = decodeURIComponent(pathname)
    const found = [path, `${path}.html`, `${path}index.html`].find((name) => files.has(name))
    const name = found ?? '/404.html'
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' })
    createReadStream(join(dist, name)).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    pages: [...files].filter((name) => name.endsWith('.html')).map((name) => name.replace(/(?:index)?\.html$/, '')),
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function isBuilt(): boolean {
  if (!existsSync(join(dist, 'index.html'))) return false
  const { mtimeMs } = statSync(join(dist, 'index.html'))
  const sources = filesBelow(docs, ['node_modules', 'reference', 'dist', 'cache', 'test', 'browser'])
  return sources.every(
    (name) => !/\.(?:md|ts|py|css|svg|png)$/.test(name) || statSync(join(docs, name)).mtimeMs < mtimeMs,
  )
}

function build(): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(docs, '../scripts/pnpm.mjs'), '--dir', docs, 'run', 'site:build'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The site cannot be built:\n${stdout}\n${stderr}`)
}

/** Names of files, with slashes, relative to the folder. */
function filesBelow(folder: string, without: readonly string[] = []): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (without.includes(entry.name)) return []
    if (!entry.isDirectory()) return [entry.name]
    return filesBelow(join(folder, entry.name), without).map((name) => `${entry.name}/${name}`)
  })
}
