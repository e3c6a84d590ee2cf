import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url))
const program = fileURLToPath(new URL('../examples/concepts/main.ts', import.meta.url))

test('the program of the concepts says what the pages say', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, '--conditions', '@scopetree/source', program])
  expect(stdout.trim().split('\n')).toEqual([
    'verifyPassword true',
    'authenticateUser johndoe',
    "getCurrentUser johndoe [ 'me' ] 60",
    'activeUser johndoe',
    'ownItem +items',
    '├─ activeUser',
    '│  └─ currentUser (scheme) +me, checks items me',
    '└─ db',
    'caller (any of) +items',
    '├─ currentUser (scheme), checks items',
    '└─ service (scheme), checks items',
    'visitor (optional)',
    '└─ currentUser (scheme) +me, checks me',
  ])
}, 60_000)
