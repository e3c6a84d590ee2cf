import { open, whenBodyEnds } from '@scopetree/core/adapter'
import { depends, HttpError, httpBearer, run, type Dependency, type DependencyContext } from '@scopetree/core/tree'
import { getEventListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { bearer, request } from './requests.js'

let log: string[] = []
beforeEach(() => {
  log = []
})

function deferring(name: string, needs: Dependency<unknown> = depends({})): Dependency<string> {
  return depends(needs, (_, { defer }) => {
    defer((error) => {
      log.push(error === undefined ? name : `${name} after ${error as string}`)
    })
    return name
  })
}

const database = deferring('database')
const transaction = deferring('transaction', database)

/** A body of two chunks, and what becomes of it. */
function bodyOf(...chunks: string[]): Response {
  const encoder = new TextEncoder()
  const stream = new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk === undefined) controller.close()
      else if (chunk === 'fail') controller.error(new Error('disk'))
      else controller.enqueue(encoder.encode(chunk))
    },
    cancel(reason) {
      log.push(`source cancelled: ${String(reason)}`)
    },
  })
  return new Response(stream, { status: 201, headers: { 'x-own': 'kept' } })
}

describe('what was deferred runs', () => {
  it('after the handler, last one first', async () => {
    const result = await run(transaction, request(), (value) => {
      log.push('handler')
      return `${value}!`
    })
    expect(result).toBe('transaction!')
    expect(log).toEqual(['handler', 'transaction', 'database'])
  })

  it('one after the other', async () => {
    const slow = depends(database, (_, { defer }) => {
      defer(async () => {
        log.push('+slow')
        await Promise.resolve()
        log.push('-slow')
      })
    })
    await run(slow, request(), () => {})
    expect(log).toEqual(['+slow', '-slow', 'database'])
  })

  it('with the error, after a handler that threw', async () => {
    const error = new HttpError(409, 'conflict')
    const failed = run(transaction, request(), () => {
      throw error
    })
    await expect(failed).rejects.toBe(error)
    expect(log).toEqual(['transaction after HttpError: conflict', 'database after HttpError: conflict'])
  })

  it('with the error, after a handler that rejected', async () => {
    await expect(run(database, request(), () => Promise.reject(new Error('late')))).rejects.toThrow('late')
    expect(log).toEqual(['database after Error: late'])
  })

  it.each([
    ['at once', () => new HttpError(400, 'no')],
    ['later', () => Promise.resolve(new HttpError(400, 'no'))],
  ])('with the error, after a dependency that refused %s', async (_, refuse) => {
    const refusing = depends(transaction, () => {
      const error = refuse()
      if (error instanceof Promise) return error.then((reason) => Promise.reject(reason))
      throw error
    })
    await expect(run(refusing, request(), () => log.push('handler'))).rejects.toThrow('no')
    expect(log).toEqual(['transaction after HttpError: no', 'database after HttpError: no'])
  })

  it('also what a verifier deferred', async () => {
    const user = httpBearer({}, (token, { defer }) => {
      defer(() => void log.push('verifier'))
      return token === 'unknown' ? null : { user: token }
    })
    await run(user, bearer('x'), () => {})
    expect(log).toEqual(['verifier'])
    await expect(run(user, bearer('unknown'), () => {})).rejects.toMatchObject({ status: 401 })
    expect(log).toHaveLength(2)
  })

  it('but a cleanup defers none: the request is over', async () => {
    const late = depends(({ defer }) => {
      defer(() => defer(() => void log.push('deferred by a cleanup')))
    })
    await run(late, request(), () => {}, { onCleanupError: (error) => log.push((error as Error).message) })
    expect(log).toEqual([expect.stringContaining('resource defers a cleanup')])
  })

  it('and a cleanup opens nothing more, which nobody would close', async () => {
    const late = depends(({ defer, use }) => {
      defer(async () => void (await use(database)))
    })
    await run(late, request(), () => {}, { onCleanupError: (error) => log.push((error as Error).message) })
    expect(log).toEqual([expect.stringMatching(/^use\(.*\): the request of resource is over/)])
  })

  it.each<[string, (context: DependencyContext, opening: Dependency<void>) => Promise<void>]>([
    ['used', ({ use }, opening) => use(opening)],
    ['called', ({ request: { raw } }, opening) => opening(raw)],
  ])('also of what is still being opened when another refuses: %s', async (_, open) => {
    let goOn = (): void => undefined
    const opening = depends(async ({ defer }) => {
      await new Promise<void>((done) => (goOn = done))
      defer(() => void log.push('closed'))
    })
    const page = depends(async (context) => Promise.all([open(context, opening), Promise.reject(new Error('no'))]))
    await expect(run(page, request(), () => {})).rejects.toThrow('no')
    goOn()
    await setImmediate()
    expect(log).toEqual(['closed'])
  })

  it('and one that fails then is reported where `run` was told', async () => {
    let goOn = (): void => undefined
    const opening = depends(async ({ defer }) => {
      await new Promise<void>((done) => (goOn = done))
      defer(() => Promise.reject(new Error('not closed')))
    })
    const page = depends(async ({ use }) => Promise.all([use(opening), Promise.reject(new Error('no'))]))
    const onCleanupError = (error: unknown) => log.push(String(error))
    await expect(run(page, request(), () => {}, { onCleanupError })).rejects.toThrow('no')
    goOn()
    await setImmediate()
    expect(log).toEqual(['Error: not closed'])
  })

  it('but not what is no function', async () => {
    const careless = depends(database, (_, { defer }) => defer(undefined as never))
    await expect(run(careless, request(), () => {})).rejects.toThrow(/defers what is no function$/)
    expect(log).toHaveLength(1)
  })

  it('once, and again for the next run', async () => {
    const sent = request()
    await run(database, sent, () => {})
    await run(database, sent, () => {})
    await expect(run(database, sent, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await run(database, sent, () => {})
    expect(log).toEqual(['database', 'database', 'database after Error: no', 'database'])
  })

  it('stops at no cleanup that fails, and reports each', async () => {
    const failing = (message: string): Dependency<void> =>
      depends(database, (_, { defer }) => {
        defer(() => {
          throw new Error(`${message} at once`)
        })
        defer(() => Promise.reject(new Error(`${message} later`)))
      })
    const reported: string[] = []
    const onCleanupError = (error: unknown): void => void reported.push(String(error))
    expect(await run(depends({ a: failing('a'), b: failing('b') }), request(), () => 'fine', { onCleanupError })).toBe(
      'fine',
    )
    expect(reported).toEqual(['Error: b later', 'Error: b at once', 'Error: a later', 'Error: a at once'])
    expect(log).toEqual(['database'])
  })

  it('also where the report fails', async () => {
    const failing = depends(database, (_, { defer }) => {
      defer(() => {
        throw new Error('cleanup')
      })
    })
    const reports: unknown[] = []
    const { error: original } = console
    console.error = (error: unknown) => reports.push(error)
    try {
      const onCleanupError = (): never => {
        throw new Error('log')
      }
      await run(failing, request(), () => {}, { onCleanupError })
      await run(failing, request(), () => {})
    } finally {
      console.error = original
    }
    expect(reports.map(String)).toEqual(['Error: log', 'Error: cleanup'])
    expect(log).toEqual(['database', 'database'])
  })

  it('but nobody may defer where nobody says when the request is over', async () => {
    await expect(
      depends(function late({ defer }) {
        defer(() => {})
      })(request()),
    ).rejects.toThrow(
      new TypeError('late defers a cleanup: resolve it with run() or a guard, which know when the request is over'),
    )
    const user = httpBearer({}, (_, { defer }) => {
      defer(() => {})
      return null
    })
    await expect(user(bearer('x'))).rejects.toThrow(TypeError)
  })

  it('inside a guard it may be deferred by a call too', async () => {
    const sent = request()
    const outer = depends(({ request }) => database(request.raw))
    await run(outer, sent, () => database(sent))
    expect(log).toEqual(['database'])
  })
})

describe('after a response with a body', () => {
  it('what was deferred runs when the body has been read', async () => {
    const response = await run(database, request(), () => bodyOf('one', 'two'))
    expect(response.status).toBe(201)
    expect(response.headers.get('x-own')).toBe('kept')
    expect(log).toEqual([])
    expect(await response.text()).toBe('onetwo')
    expect(log).toEqual(['database'])
  })

  it('with the error, when the body fails', async () => {
    const response = await run(database, request(), () => bodyOf('one', 'fail'))
    await expect(response.text()).rejects.toThrow('disk')
    expect(log).toEqual(['database after Error: disk'])
  })

  it('with the error, when the client hangs up', async () => {
    const response = await run(database, request(), () => bodyOf('one', 'two'))
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(log).toEqual(['database after AbortError: The client is gone', 'source cancelled: undefined'])
  })

  it('with the reason, when the client says why', async () => {
    const response = await run(database, request(), () => bodyOf('one', 'two'))
    await response.body?.cancel('enough')
    expect(log).toEqual(['database after enough', 'source cancelled: enough'])
  })

  describe('that its client will not read, as the signal of the request tells', () => {
    let client = new AbortController()
    beforeEach(() => {
      client = new AbortController()
    })
    const sent = (): Request => new Request('http://localhost/', { signal: client.signal })

    it.each([
      ['before the request', () => client.abort('gone'), () => {}],
      ['while the handler runs', () => {}, () => client.abort('gone')],
    ])('with the reason, when the handler is through: gone %s', async (_, before, meanwhile) => {
      before()
      await run(database, sent(), async () => {
        meanwhile()
        await setImmediate()
        expect(log).toEqual([])
        return bodyOf('one')
      })
      expect(log).toEqual(['database after gone'])
    })

    it('with the reason: gone before the body is read', async () => {
      await run(database, sent(), () => bodyOf('one'))
      client.abort('gone')
      expect(log).toEqual(['database after gone'])
    })

    it('once: gone while the body is read', async () => {
      const response = await run(database, sent(), () => bodyOf('one', 'two'))
      const reader = response.body?.getReader()
      await reader?.read()
      client.abort('gone')
      await reader?.cancel('late')
      expect(log).toEqual(['database after gone', 'source cancelled: late'])
    })

    it('and nothing listens any more once the body has ended', async () => {
      const read = sent()
      const response = await run(database, read, () => bodyOf('one'))
      expect(getEventListeners(read.signal, 'abort')).toHaveLength(1)
      await response.text()
      expect(getEventListeners(read.signal, 'abort')).toEqual([])
    })

    it('with the reason: gone before an answer without a body', async () => {
      client.abort('gone')
      await run(database, sent(), () => new Response(null, { status: 204 }))
      expect(log).toEqual(['database after gone'])
    })

    it('without an error: gone after the body', async () => {
      const response = await run(database, sent(), () => bodyOf('one'))
      await response.text()
      client.abort('gone')
      expect(log).toEqual(['database'])
    })
  })

  it('at once, where there is no body', async () => {
    expect((await run(database, request(), () => new Response(null, { status: 204 }))).status).toBe(204)
    expect(log).toEqual(['database'])
  })

  it('at once, where the answer is to HEAD and nobody reads the body', async () => {
    await run(database, new Request('http://localhost/', { method: 'HEAD' }), () => bodyOf('one'))
    expect(log).toEqual(['database'])
  })

  it('and a response to which nothing was deferred stays the one it is', async () => {
    const response = bodyOf('one')
    expect(await run(depends({}), request(), () => response)).toBe(response)
  })

  it.each([
    ['a body', () => bodyOf('one')],
    ['none', () => new Response(null, { status: 204 })],
  ])('with a platform that waits until they are through, of an answer with %s', async (_, answer) => {
    let over = false
    const slow = depends(({ defer }) => {
      defer(async () => {
        await setImmediate()
        over = true
      })
    })
    const works: Promise<unknown>[] = []
    const waitUntil = (work: Promise<unknown>): void => void works.push(work)
    const response = await run(slow, request(), answer, { waitUntil })
    expect(works).toHaveLength(1)
    await response.text()
    expect(over).toBe(false)
    await works[0]
    expect(over).toBe(true)
  })

  it('with the error, where the body was used already', async () => {
    const used = new Response('one')
    await used.text()
    await expect(run(database, request(), () => used)).rejects.toThrow(TypeError)
    expect(log).toEqual([expect.stringContaining('database after TypeError')])
  })
})

describe('whenBodyEnds', () => {
  it('says so once, also when the client hangs up while a chunk is on its way', async () => {
    const ends: unknown[] = []
    const never = new ReadableStream({ pull: () => new Promise<void>(() => {}) })
    const reader = whenBodyEnds(new Response(never), (error) => ends.push(error)).body?.getReader()
    const pending = reader?.read()
    await setImmediate()
    await reader?.cancel('enough')
    await pending
    await setImmediate()
    expect(ends).toEqual(['enough'])
  })

  it('reads nothing ahead of the client', async () => {
    let pulled = 0
    const stream = new ReadableStream(
      { pull: (controller) => controller.enqueue(new Uint8Array([(pulled += 1)])) },
      { highWaterMark: 0 },
    )
    const reader = whenBodyEnds(new Response(stream), () => {}).body?.getReader()
    await setImmediate()
    expect(pulled).toBe(0)
    await reader?.read()
    expect(pulled).toBe(1)
  })
})

describe('several guards of one request', () => {
  it('run what they deferred when the last one is closed', async () => {
    const sent = request()
    const first = await open(database, sent)
    const second = await open(transaction, sent)
    expect(second.deferred).toBe(true)
    await second.close()
    await second.close()
    expect(log).toEqual([])
    await first.close()
    expect(log).toEqual(['transaction', 'database'])
    await first.close()
    expect(log).toHaveLength(2)
  })

  it('keep what they deferred while others’ cleanups still run', async () => {
    const sent = request()
    let goOn = (): void => undefined
    const slow = depends(database, (_, { defer }) => defer(() => new Promise<void>((done) => (goOn = done))))
    const closing = (await open(slow, sent)).close()
    const later = await open(deferring('later'), sent)
    goOn()
    await closing
    expect(log).toEqual(['database'])
    await later.close()
    expect(log).toEqual(['database', 'later'])
  })

  it('share the error of whichever failed', async () => {
    const sent = request()
    const first = await open(database, sent)
    const refusing = depends(transaction, () => {
      throw new HttpError(400, 'no')
    })
    await expect(open(refusing, sent)).rejects.toThrow('no')
    await first.close()
    expect(log).toEqual(['transaction after HttpError: no', 'database after HttpError: no'])
  })

  it('know whether something was deferred', async () => {
    const session = await open(depends({}), request())
    expect(session.deferred).toBe(false)
    await session.close()
  })

  it('share what they resolved, until all are closed', async () => {
    let runs = 0
    const counted = depends(() => (runs += 1))
    const sent = request()
    const first = await open(counted, sent)
    const second = await open(counted, sent)
    await first.close()
    expect(await counted(sent)).toBe(1)
    await second.close()
    expect(await counted(sent)).toBe(2)
  })

  it('the last one that says where parameters are is believed', async () => {
    const id = (name: string): Dependency<string> => depends(({ request }) => request.param(name))
    const sent = request()
    const outer = await open(depends({}), sent, { platform: 'outer', param: () => 'outer' })
    expect(await id('a')(sent)).toBe('outer')
    const inner = await open(depends({}), sent, { platform: 'inner', param: () => 'inner' })
    expect(await id('b')(sent)).toBe('inner')
    expect(await depends(({ platform }) => platform)(sent)).toBe('inner')
    await open(depends({}), sent)
    expect(await id('c')(sent)).toBe('inner')
    expect(await depends(({ platform }) => [platform])(sent)).toEqual(['inner'])
    await Promise.all([inner.close(), outer.close()])
  })
})
