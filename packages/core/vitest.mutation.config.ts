import { defineConfig } from 'vitest/config'

const conditions = ['@scopetree/source', 'module', 'node', 'development|production']

/** What Stryker runs for each mutant: the tests of what it mutates, without their types, which no mutant can change. */
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Of language services, which no mutant can change either.
    exclude: ['test/tree/{editor,override-errors}.test.ts'],
    include: [
      'test/{tree,compliance,issuers,scope-rules}/**/*.test.ts',
      'test/credentials/{token-text,create-access-token,current-user,verified-tokens,verify-access-token,wycheproof}.test.ts',
    ],
  },
})
