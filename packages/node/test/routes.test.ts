import { once } from 'node:events'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { connect, type AddressInfo } from 'node:net'
import { depends, HttpError } from '@scopetree/core'
import { guard, routes, routesOf, type NodeHandler } from '@scopetree/node'
import { describe, expect, test, vi } from 'vitest'
import { serving } from './serving.js'

const named =
  (name: string): NodeHandler =>
  (req, res, params) => ({ name, ...params })

describe('paths', () => {
  const table = {
    'GET /': named('root'),
    'GET /items': named('items'),
    'GET /items/new': named('new'),
    'GET /items/:id': named('item'),
    'PUT /items/:id': named('put'),
    'GET /items/:item/parts/:part': named('part'),
    'GET /:any/new': named('any'),
    'POST /items/new': named('create'),
    'HEAD /head': (_: unknown, res: { statusCode: number; end(): void }) => {
      res.statusCode = 299
      res.end()
    },
  }
  test.each([
    ['GET', '/', { name: 'root' }],
    ['GET', '/?x=1', { name: 'root' }],
    ['GET', '/items', { name: 'items' }],
    ['GET', '/items/new', { name: 'new' }],
    ['GET', '/items/7', { name: 'item', id: '7' }],
    ['GET', '/items/a%20b%2Fc', { name: 'item', id: 'a b/c' }],
    ['GET', '/items/__proto__', { name: 'item', id: '__proto__' }],
    ['GET', '/items/%E2%82%AC?x=/new', { name: 'item', id: '€' }],
    ['PUT', '/items/new', { name: 'put', id: 'new' }],
    ['GET', '/items/7/parts/8', { name: 'part', item: '7', part: '8' }],
    ['GET', '/users/new', { name: 'any', any: 'users' }],
    ['POST', '/items/new', { name: 'create' }],
  ])('%s %s', async (method, path, expected) => {
    const answer = await fetch((await serving(routes(table))) + path, { method })
    expect([answer.status, await answer.json()]).toEqual([200, expected])
  })
  test.each([
    ['GET', '/nothing', 404, null],
    ['GET', '/items/', 404, null],
    ['GET', '/items/7/', 404, null],
    ['GET', '/items//parts/8', 404, null],
    ['DELETE', '/items/7', 405, 'GET, HEAD, PUT'],
    ['DELETE', '/items/new', 405, 'GET, HEAD, POST, PUT'],
    ['OPTIONS', '/items', 405, 'GET, HEAD'],
    ['GET', '/items/%', 400, null],
    ['GET', '/items/%ff', 400, null],
    ['HEAD', '/items/7', 200, null],
    ['HEAD', '/head', 299, null],
  ])('%s %s: %i', async (method, path, status, allow) => {
    const answer = await fetch((await serving(routes(table))) + path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
  })
  test('a whole URL as the target is read by its path', async () => {
    const origin = await serving(routes(table))
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () =>
        socket.write('GET http://example.com/items/7?x=1 HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n\r\n'),
      )
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString())).on('end', () => resolve(text))
    })
    expect(answer).toContain('{"name":"item","id":"7"}')
  })
  test.each(['/items', 'get /items', 'GET items', 'GET'])('a key that is no route: %s', (key) => {
    expect(() => routes({ [key]: named('x') })).toThrow(TypeError)
  })
  test.each([
    ':user-id',
    ':name.json',
    ':id?',
    ':',
    ':1',
    ':"a"',
    ':id{[0-9]+}',
    'items:all',
    '*',
    '*rest',
    '{id}',
    'a{b',
    'a}b',
    'a?b',
  ])('a segment that other routers would read, and this one would not: %s', (part) => {
    expect(() => routes({ [`GET /a/${part}/b`]: named('x') })).toThrow(
      new TypeError(
        `${JSON.stringify(`GET /a/${part}/b`)}: ${JSON.stringify(part)} must be a text without any of :*?{}, or ":" and a name`,
      ),
    )
  })
  test.each(['/a/:größe_$1', '/a/.well-known', '/a/b~c@d,e;f=(g)+h!', '/a/'])(
    'a path of names and texts: %s',
    (path) => {
      expect(() => routes({ [`GET ${path}`]: named('x') })).not.toThrow()
    },
  )
  test('two keys for one route', () => {
    expect(() => routes({ 'GET /a/:x': named('x'), 'GET /a/:y': named('y') })).toThrow(/in the table already/)
  })
  test('routesOf tells every route, and what guards it', () => {
    const resource = depends(function resource() {
      return 1
    })
    const list = routesOf({ 'GET /open/:id': named('x'), 'POST /guarded': guard(resource, () => 1) })
    expect(list.map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/open/:id'],
      ['POST', '/guarded'],
    ])
  })
})

describe('answers', () => {
  test('what a handler returns is sent as JSON; undefined says that it answered', async () => {
    const origin = await serving(
      routes({
        'GET /json': () => ({ a: 'é' }),
        'GET /null': async () => null,
        'GET /status': (req, res) => {
          res.statusCode = 201
          return {}
        },
        'GET /own': (req, res) => void res.end('own'),
      }),
    )
    const json = await fetch(`${origin}/json`)
    expect([json.headers.get('content-type'), json.headers.get('content-length')]).toEqual(['application/json', '10'])
    expect(await json.json()).toEqual({ a: 'é' })
    expect(await (await fetch(`${origin}/null`)).text()).toBe('null')
    expect((await fetch(`${origin}/status`)).status).toBe(201)
    expect(await (await fetch(`${origin}/own`)).text()).toBe('own')
  })
  test('an error that is not ours is reported and becomes a bare 500', async () => {
    const onError = vi.fn<(error: unknown) => void>()
    const failure = new Error('the database at 10.0.0.7 is down')
    const origin = await serving(routes({ 'GET /': () => Promise.reject(failure) }, undefined, { onError }))
    const answer = await fetch(origin)
    expect([answer.status, await answer.json()]).toEqual([500, { detail: 'Internal Server Error' }])
    expect(onError.mock.calls).toEqual([[failure]])
  })
  test('an error of ours is answered and not reported', async () => {
    const onError = vi.fn<(error: unknown) => void>()
    const refuse = (): never => {
      throw new HttpError(409, { why: 'taken' }, { 'x-reason': 'taken' })
    }
    const answer = await fetch(await serving(routes({ 'GET /': refuse }, undefined, { onError })))
    expect([answer.status, answer.headers.get('x-reason'), await answer.json()]).toEqual([
      409,
      'taken',
      { detail: { why: 'taken' } },
    ])
    expect(onError).not.toHaveBeenCalled()
  })
  test('an error of ours with a detail that is no JSON becomes a bare 500, and ends no process', async () => {
    const onError = vi.fn<(error: unknown) => void>()
    const refuse = (): never => {
      throw new HttpError(409, { id: 1n })
    }
    const answer = await fetch(await serving(routes({ 'GET /': refuse }, undefined, { onError })))
    expect([answer.status, await answer.json()]).toEqual([500, { detail: 'Internal Server Error' }])
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError))
  })
  test('a sink that fails ends no process', async () => {
    const failed = vi.spyOn(console, 'error').mockReturnValueOnce()
    const onError = (): never => {
      throw new Error('the sink is down')
    }
    const refuse = (): never => {
      throw new Error('broken')
    }
    expect((await fetch(await serving(routes({ 'GET /': refuse }, undefined, { onError })))).status).toBe(500)
    expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('the sink is down'))
    failed.mockRestore()
  })
  describe('an error after the response has begun cuts it off', () => {
    const failing = routes(
      {
        'GET /': (req, res) => {
          res.write('half')
          throw new Error('in the middle')
        },
      },
      undefined,
      { onError: () => undefined },
    )
    test('over HTTP/1', async () => {
      const origin = await serving(failing)
      await expect(fetch(origin).then((answer) => answer.text())).rejects.toThrow(TypeError)
    })
    test('over HTTP/2', async () => {
      const http2 = createHttp2Server(failing as never)
      await once(http2.listen(0, '127.0.0.1'), 'listening')
      const client = connectHttp2(`http://127.0.0.1:${(http2.address() as AddressInfo).port}`)
      const request = client.request({ ':path': '/' }).resume()
      await expect(once(request, 'close')).rejects.toThrow('NGHTTP2_INTERNAL_ERROR')
      client.destroy()
      http2.close()
    })
  })
})

test('an asterisk is no path', async () => {
  const { hostname, port } = new URL(await serving(routes({ 'GET /': named('root') })))
  const socket = connect(Number(port), hostname, () => socket.end('GET * HTTP/1.1\r\nhost: x\r\n\r\n'))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /)
})

describe('bodies', () => {
  const echo: NodeHandler = async (req) => {
    let size = 0
    for await (const chunk of req) size += (chunk as Buffer).length
    return size
  }
  const limited = (): Promise<string> => serving(routes({ 'POST /': echo }, undefined, { maxBody: 1000 }))
  const chunked = (size: number): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(size))
        controller.close()
      },
    })

  test('up to the limit is read', async () => {
    const answer = await fetch(await limited(), { method: 'POST', body: new Uint8Array(1000) })
    expect(await answer.json()).toBe(1000)
    const streamed = await fetch(await limited(), {
      method: 'POST',
      body: chunked(1000),
      duplex: 'half',
    } as RequestInit)
    expect(await streamed.json()).toBe(1000)
  })
  test('a stated length beyond it is refused before anything is read', async () => {
    const answer = await fetch(await limited(), { method: 'POST', body: new Uint8Array(1001) })
    expect([answer.status, await answer.json()]).toEqual([413, { detail: 'Content Too Large' }])
  })
  test.each([undefined, '3000'])('a body over HTTP/2 is refused too, of the stated length %s', async (length) => {
    const http2 = createHttp2Server(
      routes({ 'POST /': echo }, undefined, { maxBody: 1000, onError: () => {} }) as never,
    )
    await once(http2.listen(0, '127.0.0.1'), 'listening')
    const client = connectHttp2(`http://127.0.0.1:${(http2.address() as AddressInfo).port}`)
    const request = client.request({ ':method': 'POST', ':path': '/', ...(length && { 'content-length': length }) })
    request.end(new Uint8Array(3000))
    const [headers] = await once(request, 'response')
    expect(headers[':status']).toBe(413)
    client.destroy()
    http2.close()
  })
  test('a body of no stated length is refused on its way', async () => {
    const origin = await limited()
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
        socket.write(`7d0\r\n${'x'.repeat(2000)}\r\n`)
      })
      let text = ''
      socket
        .on('data', (chunk) => (text += chunk.toString()))
        .on('close', () => resolve(text))
        .on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('{"detail":"Content Too Large"}')
  })
})
