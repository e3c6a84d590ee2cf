import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { surfaceOf } from '../declarations.js'

// TypeScript reads its own library first.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scopetree-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function surface(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return surfaceOf(new Map([['.', join(folder, 'index.d.ts')]]), folder)
}

it('lists what an entry exports, from wherever it comes', () => {
  const { entries, declarations } = surface({
    'index.d.ts': "export { b as c } from './b.js'\nexport declare const a: number",
    'b.d.ts': '/** Not for the report. */\nexport declare function b(): string',
  })
  expect([...entries]).toEqual([['.', ['a', 'c']]])
  expect([...declarations]).toEqual([
    ['a', 'export declare const a: number;'],
    ['b', 'export declare function b(): string;'],
  ])
})

it('shows what an export mentions: a change of it reaches users too', () => {
  const { entries, declarations } = surface({
    'index.d.ts': "import type { Options } from './options.js'\nexport declare function a(options: Options): void",
    'options.d.ts':
      'interface Base { size: number }\nexport interface Options extends Base { at?: Date }\nexport type Unused = 1',
  })
  expect([...entries.values()]).toEqual([['a']])
  expect([...declarations.keys()]).toEqual(['Base', 'Options', 'a'])
})

it('refuses an entry that is not built', () => {
  expect(() => surface({})).toThrow('is it built?')
})
