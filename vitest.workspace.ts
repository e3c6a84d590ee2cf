import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'docs/vitest.config.ts',
      'docs/browser/vitest.config.ts',
      { test: { name: 'scripts', root: './scripts', include: ['test/**/*.test.ts'], testTimeout: 60_000 } },
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'] },
  },
})
