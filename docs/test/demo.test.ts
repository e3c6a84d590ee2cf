import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startProgram } from './support/program.js'

test('the demo says where it listens, and its three lines work when pasted into a shell', async () => {
  const demo = await startProgram('scopes/node.ts')
  try {
    const lines = demo
      .output()
      .split('\n')
      .filter((line) => line.startsWith('  '))
    expect(lines).toHaveLength(3)
    const { stdout } = await promisify(execFile)('sh', ['-c', lines.join('\n')])
    expect(stdout).toContain('"token_type":"bearer"')
    expect(stdout).toContain('HTTP/1.1 200 OK')
    expect(stdout).toContain('[{"item_id":"Foo","owner":"johndoe"}]')
  } finally {
    await demo.stop()
  }
}, 30_000)

test('a port that is taken is a message and an exit code', async () => {
  const demo = await startProgram('scopes/node.ts')
  try {
    const port = new URL(demo.origin).port
    await expect(startProgram('scopes/node.ts', { PORT: port })).rejects.toThrow(
      /ended with 1:\nCannot listen on 127\.0\.0\.1/,
    )
  } finally {
    await demo.stop()
  }
}, 30_000)
