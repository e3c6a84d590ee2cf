import { defineConfig } from 'tsup'
import { hashWorkerProgram } from '../../scripts/hash-worker-program.js'

// Module by module, so that a bundler drops what an app does not use. tsc writes the declarations the same way.
export default defineConfig({
  entry: ['src/**/*.ts', '!src/credentials/passwords/hash-worker.node.ts'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  define: { HASH_WORKER_PROGRAM: JSON.stringify(hashWorkerProgram()) },
  sourcemap: true,
  clean: true,
  silent: true,
})
