import { bundle, bundleCases } from './bundle.js'

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

for (const one of bundleCases) {
  const { minified, gzipped, packages, leaks } = await bundle(one)
  const parts = [...packages].map(([name, bytes]) => `${name} ${kilobytes(bytes)}`).join(', ')
  console.log(`${one.name}: ${kilobytes(minified)}, gzipped ${kilobytes(gzipped)} (${parts})`)
  for (const path of leaks) console.error(`${one.name}: ${path} leaked into it`)
  if (leaks.length > 0) process.exitCode = 1
}
