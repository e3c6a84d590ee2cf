import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { examples } from '../examples.js'

const server = (): string => `import { listen } from '../serve.js'\nlisten(createServer(app))\n`

it('names programs by folder and host', () => {
  const files = [
    'scopes',
    'scopes/node.ts',
    'scopes/hono.ts',
    'first-steps/main.ts',
    'scopes/users/store.ts',
    'note.ts',
  ]
  expect([...examples(files, server)]).toEqual([
    ['first-steps', 'first-steps/main.ts'],
    ['scopes-hono', 'scopes/hono.ts'],
    ['scopes-node', 'scopes/node.ts'],
  ])
})

it('reads the separators of Windows', () => {
  expect(examples([String.raw`scopes\node.ts`], server).get('scopes-node')).toBe('scopes/node.ts')
})

it('leaves out files that start nothing, but for those that are called main', () => {
  const texts = new Map([
    ['lesson/main.ts', 'console.log(lesson)'],
    ['lesson/node.ts', 'server.listen(8000)'],
    ['lesson/express.ts', 'serve(app)'],
    ['lesson/store.ts', 'export const listener = (): void => undefined'],
  ])
  const names = examples([...texts.keys()], (file) => texts.get(file) ?? '').keys()
  expect([...names]).toEqual(['lesson', 'lesson-express', 'lesson-node'])
})

it('takes no part of another for a program', () => {
  const root = new URL('../../docs/examples/', import.meta.url)
  const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => file.endsWith('.ts'))
  const imported = sources.flatMap((file) =>
    [...read(file).matchAll(/from '(\.[^']+)\.js'/g)].map(
      ([, path]) => new URL(`${path}.ts`, new URL(file, root)).href,
    ),
  )
  const programs = [...examples(files, read).values()].map((file) => new URL(file, root).href)
  expect(programs.length).toBeGreaterThan(40)
  expect(programs.filter((program) => imported.includes(program))).toEqual([])
})
