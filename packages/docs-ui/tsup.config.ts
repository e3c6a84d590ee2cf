import { defineConfig } from 'tsup'

// Module by module, so that a bundler drops what an app does not use. tsc writes the declarations the same way.
export default defineConfig({
  entry: ['src/**/*.ts'],
  bundle: false,
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  clean: true,
  silent: true,
})
