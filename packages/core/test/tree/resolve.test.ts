import { isPromise, open, resolve } from '@scopetree/core/adapter'
import { depends, httpBearer, run, type Cleanup, type DependencyContext } from '@scopetree/core/tree'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bearer, request } from './requests.js'

let log: string[] = []
let asked: string[] = []
/** What hosts were given to call when the response is over. */
let ends: ((error?: unknown) => void)[] = []
beforeEach(() => {
  log = []
  asked = []
  ends = []
})
afterEach(() => vi.restoreAllMocks())

function host(name: string) {
  return {
    whenOver(end: (error?: unknown) => void): void {
      asked.push(name)
      ends.push(end)
    },
  }
}

async function over(error?: unknown): Promise<void> {
  ends.at(-1)?.(error)
  await setImmediate()
}

function noting(name: string): Cleanup {
  return (error) => {
    log.push(error instanceof Error ? `${name} after ${error.name}` : name)
  }
}

const plain = depends(() => 1)
const first = depends(({ defer }: DependencyContext) => defer(noting('first')))
const second = depends(first, (_, { defer }) => defer(noting('second')))

it('gives the value, at once where nothing is awaited', async () => {
  expect(resolve(plain, request(), host('a'))).toBe(1)
  const later = resolve(
    depends(async () => 2),
    request(),
    host('a'),
  )
  expect(isPromise(later)).toBe(true)
  expect(await later).toBe(2)
})

it('asks no host for the end of a request that deferred nothing', () => {
  void resolve(plain, request(), host('a'))
  expect(asked).toEqual([])
})

it('asks the first host once, and runs last in, first out', async () => {
  const one = request()
  void resolve(plain, one, host('a'))
  void resolve(second, one, host('b'))
  expect(asked).toEqual(['a'])
  await over()
  expect(log).toEqual(['second', 'first'])
})

it('asks anew for what is deferred after the end', async () => {
  let later: DependencyContext['defer'] | undefined
  const keeps = depends(({ defer }: DependencyContext) => {
    later = defer
    defer(noting('early'))
  })
  void resolve(keeps, request(), host('a'))
  await over()
  later?.(noting('late'))
  expect(asked).toEqual(['a', 'a'])
  await over()
  expect(log).toEqual(['early', 'late'])
})

it('waits for the host, whatever else closes', async () => {
  const one = request()
  void resolve(first, one, host('a'))
  await run(second, one, () => undefined)
  await (await open(plain, one)).close()
  expect(log).toEqual([])
  await over()
  expect(log).toEqual(['second', 'first'])
})

it.each([
  ['accepts', () => 'there', 'there', 'first'],
  ['refuses', () => Promise.reject(new RangeError('late')), 'late', 'first after RangeError'],
])('takes nothing away from a dependency that still runs, and then %s', async (_, outcome, expected, cleanup) => {
  let goOn = (): void => undefined
  const slow = depends(first, async () => {
    await new Promise<void>((done) => (goOn = done))
    log.push('still there')
    return outcome()
  })
  const resolved = Promise.resolve(resolve(slow, request(), host('a'))).catch((error: Error) => error.message)
  await over()
  expect(log).toEqual([])
  goOn()
  expect(await resolved).toBe(expected)
  await setImmediate()
  expect(log).toEqual(['still there', cleanup])
})

it('tells cleanups of the error that the host tells of', async () => {
  void resolve(first, request(), host('a'))
  await over(new RangeError('reset'))
  expect(log).toEqual(['first after RangeError'])
})

it.each([
  ['at once', httpBearer({}, () => null)],
  ['later', httpBearer({}, async () => null)],
])('tells cleanups that a guard refused %s', async (_, scheme) => {
  const one = bearer('unknown')
  void resolve(first, one, host('a'))
  await expect(async () => resolve(scheme, one, host('b'))).rejects.toMatchObject({ reason: 'unknown_user' })
  expect(log).toEqual([])
  await over()
  expect(log).toEqual(['first after InvalidTokenError'])
})

it('prints what a cleanup throws, and runs the others', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue()
  const failing = depends(first, (_, { defer }) => defer(() => Promise.reject(new Error('disk'))))
  void resolve(failing, request(), host('a'))
  await over()
  expect(printed.mock.lastCall).toEqual([new Error('disk')])
  expect(log).toEqual(['first'])
})
