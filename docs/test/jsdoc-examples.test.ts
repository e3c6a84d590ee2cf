import { expect, test } from 'vitest'
import { examplesIn, jsdocExamples, problemsIn } from './support/jsdoc-examples.js'

const FAULTY = `/**
 * @throws {TypeError} never
 * @example
 * const auth = defineAuth({ key, findUser, expiresInn: 60 })
 * securty(activeUser, 'items')
 *
 * @see nothing
 */
export const a = 1

/** @example security(activeUser, 'itmes') */
export const b = 2

/** @example defineAuth({ key, findUser, … }) */
export const c = 3
`

const found = jsdocExamples()
// One program for both tests: most of its time goes into the types of others.
const problems = problemsIn([...found, ...examplesIn(FAULTY, 'faulty.ts', 'core')])

test('every example of JSDoc compiles', () => {
  expect(new Set(found.map((one) => one.package))).toEqual(new Set(['core', 'docs-ui', 'express', 'hono', 'node']))
  expect(problems.filter((problem) => !problem.startsWith('faulty.ts:'))).toEqual([])
})

test('one that does not is named with its line', () => {
  expect(problems.filter((problem) => problem.startsWith('faulty.ts:'))).toEqual([
    expect.stringMatching(/^faulty\.ts:4: [\s\S]*'expiresInn' does not exist/),
    expect.stringMatching(/^faulty\.ts:5: Cannot find name 'securty'/),
    expect.stringMatching(/^faulty\.ts:11: [\s\S]*"itmes"/),
    'faulty.ts:14: Invalid character.',
  ])
})
