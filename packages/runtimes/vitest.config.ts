import { defineProject } from 'vitest/config'

// Without the condition that means sources: here the built packages are tried, as users get them.
export default defineProject({
  test: { name: 'runtimes', include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
})
