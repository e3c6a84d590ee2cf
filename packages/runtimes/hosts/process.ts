import { runChecks } from '../spec/run-checks.js'

// Node, Bun and Deno: a program of its own, which says on its last line what came out.
const { bun, deno, node } = process.versions as Record<string, string | undefined>
const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`
// Deno runs it without any permission, and so without native code.
const results = await runChecks({ threads: true, argon2: deno === undefined })
process.stdout.write(`${JSON.stringify({ runtime, results })}\n`)
