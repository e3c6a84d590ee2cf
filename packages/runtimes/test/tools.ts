import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = new URL('../tools/', import.meta.url)
const tool = (path: string): string => fileURLToPath(new URL(`node_modules/${path}`, folder))

/** Requires as a file in the folder of tools would. */
export const requireTool = createRequire(new URL('package.json', folder))

export const bun = installed(tool('.bin/bun'))
export const deno = installed(tool('.bin/deno'))
/** The program itself: the one in `.bin` would not pass a signal on. */
export const workerd = installed(tool('workerd')) && (requireTool('workerd') as { default: string }).default
export const edgeRuntime = installed(tool('@edge-runtime/vm'))
export const browser = process.env['CHROMIUM'] ?? onPath('chromium')

/** That Node from the tools; also the one that runs this, when it is of that line. */
export function node(major: number): string | undefined {
  const own = process.versions.node.startsWith(`${major}.`) ? process.execPath : undefined
  return installed(tool(`node${major}-${process.platform}-${process.arch}/bin/node`)) ?? own
}

function installed(path: string): string | undefined {
  return existsSync(path) ? path : undefined
}

function onPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((each) => join(each, program)).find((path) => existsSync(path))
}
