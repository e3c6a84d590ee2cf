import { buildSync } from 'esbuild'
import { fileURLToPath } from 'node:url'

/** The program of core's hash threads as one script that imports nothing. */
export function hashWorkerProgram(): string {
  const { outputFiles } = buildSync({
    entryPoints: [
      fileURLToPath(new URL('../packages/core/src/credentials/passwords/hash-worker.node.ts', import.meta.url)),
    ],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    // Not `node`: packages that ask for Node's crypto otherwise take the one that every thread has as a global.
    platform: 'browser',
    write: false,
  })
  return outputFiles.map((file) => file.text).join('')
}
