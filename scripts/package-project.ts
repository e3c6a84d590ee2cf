import { fileURLToPath } from 'node:url'
import { defineProject } from 'vitest/config'
import { hashWorkerProgram } from './hash-worker-program.js'

// The packages' sources instead of their dist: no build before a test, and coverage counts what adapters use of core.
// The others are Vite's own for a server, which this list replaces.
const conditions = ['@scopetree/source', 'module', 'node', 'development|production']

/** The vitest project of one package: its unit tests, and its type tests checked by TypeScript 7. */
export function packageProject(name: string, tsconfig = './test/tsconfig.json') {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    // As core's own build has it.
    define: { HASH_WORKER_PROGRAM: JSON.stringify(hashWorkerProgram()) },
    test: {
      name,
      include: ['test/**/*.test.ts'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      typecheck: {
        enabled: true,
        include: ['test/**/*.test-d.ts'],
        tsconfig,
        // Both TypeScripts carry a bin named `tsc`; which one vitest would find is left to chance otherwise.
        checker: fileURLToPath(new URL('../node_modules/typescript-native/bin/tsc', import.meta.url)),
      },
    },
  })
}
