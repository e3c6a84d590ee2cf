import { createServer, request as send, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readPasswordForm } from '@scopetree/core'
import { describe, expect, it } from 'vitest'
import { rejection } from './jws.js'

const URLENCODED = 'application/x-www-form-urlencoded'

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  const type = body instanceof FormData ? {} : { 'content-type': URLENCODED }
  return new Request('http://localhost/token', { method: 'POST', body, headers: { ...type, ...headers } })
}

async function refusal(request: Parameters<typeof readPasswordForm>[0]): Promise<unknown> {
  const error = await rejection(readPasswordForm(request))
  expect(error).toMatchObject({ name: 'TokenRequestError', status: 400 })
  return error
}

const form = {
  username: 'johndoe',
  password: 'secret',
  scopes: [],
  grantType: undefined,
  clientId: undefined,
  clientSecret: undefined,
}

describe('RFC 6749 §4.3.2: a form', () => {
  it.each([
    ['bare', 'username=johndoe&password=secret', {}],
    ['with grant_type', 'grant_type=password&username=johndoe&password=secret', { grantType: 'password' }],
    ['with an empty grant_type', 'grant_type=&username=johndoe&password=secret', {}],
    ['with scopes', 'username=johndoe&password=secret&scope=items+me%20items', { scopes: ['items', 'me'] }],
    ['with empty scopes', 'username=johndoe&password=secret&scope=++', {}],
    [
      'with a client',
      'username=johndoe&password=secret&client_id=app&client_secret=x',
      { clientId: 'app', clientSecret: 'x' },
    ],
    ['with an empty client', 'username=johndoe&password=secret&client_id=&client_secret=', {}],
    ['with other fields', 'username=johndoe&password=secret&x=y&z=', {}],
    ['with blanks for values', 'username=+&password=%20', { username: ' ', password: ' ' }],
    ['with a percent sign', 'username=%zz&password=100%', { username: '%zz', password: '100%' }],
    ['beyond ASCII', 'username=j%C3%B6&password=ü🔑', { username: 'jö', password: 'ü🔑' }],
    ['with a question mark before', '?x=y&username=johndoe&password=secret', {}],
    ['with names of the prototype', '__proto__=x&constructor=y&username=johndoe&password=secret', {}],
  ])('%s', async (_, body, fields) => {
    expect(await readPasswordForm(post(body))).toEqual({ ...form, ...fields })
  })

  it.each([URLENCODED.toUpperCase(), `${URLENCODED}; charset=iso-8859-1`, ` ${URLENCODED} ;x`])(
    'as %j',
    async (type) => {
      expect(await readPasswordForm(post('username=johndoe&password=secret', { 'content-type': type }))).toEqual(form)
    },
  )

  it('as multipart', async () => {
    const body = new FormData()
    body.set('username', 'jöhn')
    body.set('password', 'a&b=c')
    body.set('scope', 'me items')
    expect(await readPasswordForm(post(body))).toEqual({
      ...form,
      username: 'jöhn',
      password: 'a&b=c',
      scopes: ['me', 'items'],
    })
  })
})

describe('what is wrong is told at once, in order', () => {
  const missing = ['username', 'password'].map((field) => ({ type: 'missing', field }))
  it.each([
    ['nothing', '', missing],
    ['no password', 'username=x', missing.slice(1)],
    ['empty values', 'username=&password=', missing],
    ['no value', 'username&password', missing],
    ['another separator', 'username=x;password=y', missing.slice(1)],
    ['a question mark in the name', '?username=x&password=y', missing.slice(0, 1)],
    ['a BOM in the name', '\uFEFFusername=x&password=y', missing.slice(0, 1)],
  ])('%s', async (_, body, problems) => {
    expect(await refusal(post(body))).toMatchObject({ code: 'invalid_request', problems })
  })

  it.each(['passwordx', 'Password', 'password\n', ' password', 'client_credentials', 'refresh_token'])(
    'the grant type %j, and the fields that are missing',
    async (type) => {
      const error = await refusal(post(`password=x&grant_type=${encodeURIComponent(type)}`))
      expect(error).toMatchObject({
        code: 'unsupported_grant_type',
        problems: [
          { type: 'other_grant_type', input: type },
          { type: 'missing', field: 'username' },
        ],
      })
    },
  )

  it.each(['application/json', 'text/plain', '', 'application/x-www-form-urlencodedx', 'multipart/mixed'])(
    'Content-Type %j is no form',
    async (type) => {
      const request = post('username=johndoe&password=secret', { 'content-type': type })
      expect(await refusal(request)).toMatchObject({ code: 'invalid_request', problems: missing })
    },
  )

  it('no Content-Type is no form, and the query is not read', async () => {
    const request = new Request('http://localhost/token?username=johndoe&password=secret', { method: 'POST' })
    expect(await refusal(request)).toMatchObject({ problems: missing })
  })
})

describe('RFC 6749 §3.2: a repeated parameter is refused', () => {
  it.each(['grant_type', 'username', 'password', 'scope', 'client_id', 'client_secret'])('%s', async (field) => {
    const body = `username=johndoe&password=secret&${field}=password&${field}=password`
    const error = await refusal(post(body))
    expect(error).toMatchObject({
      code: 'invalid_request',
      problems: [{ type: 'malformed', field, message: 'A field is repeated' }],
    })
  })

  it('empty, it counts all the same', async () => {
    expect(await refusal(post('username=x&username=&password=y'))).toMatchObject({ problems: [{ field: 'username' }] })
  })

  it('of another name, which is not repeated in the answer', async () => {
    const error = await refusal(post('username=x&password=y&s3cret=1&s3cret=2'))
    expect(error).toMatchObject({ problems: [{ type: 'malformed', message: 'A field is repeated' }] })
    expect(JSON.stringify(error)).not.toContain('s3cret')
  })
})

describe('RFC 6749 Appendix B: what is no UTF-8 is refused', () => {
  it.each([
    ['a byte', Buffer.from('username=j\xf6&password=secret', 'latin1'), [undefined]],
    ['an escaped byte', 'username=j%F6&password=secret', ['username']],
    ['an escaped half of a character', 'username=x&password=%C3', ['password']],
    ['an escaped surrogate', 'username=x&password=%ED%A0%80', ['password']],
    ['U+FFFD itself, which cannot be told from them', 'username=x&password=\u{FFFD}', ['password']],
    ['both', 'username=%ff&password=%ff', ['username', 'password']],
    ['a name', '%ff=x&username=x&password=y', [undefined]],
  ])('%s', async (_, body, fields) => {
    const error = await refusal(post(body))
    expect(error).toMatchObject({ code: 'invalid_request' })
    const { problems } = error as { problems: { type: string; field?: string }[] }
    expect(problems.every(({ type }) => type === 'malformed')).toBe(true)
    expect(problems.map(({ field }) => field)).toEqual(fields)
  })

  it('in a multipart part', async () => {
    const parts = ['username', 'password'].map(
      (name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n\xf6\r\n`,
    )
    const body = Buffer.from(`${parts.join('')}--x--\r\n`, 'latin1')
    const error = await refusal(post(body, { 'content-type': 'multipart/form-data; boundary=x' }))
    expect(error).toMatchObject({
      problems: [
        { type: 'malformed', field: 'username' },
        { type: 'malformed', field: 'password' },
      ],
    })
  })
})

describe('a multipart form is refused', () => {
  it.each([
    ['with a file for a field', 'password'],
    ['with a file for another', 'avatar'],
  ])('%s', async (_, name) => {
    const body = new FormData()
    body.set('username', 'johndoe')
    body.set('password', 'secret')
    body.set(name, new Blob(['secret']), 'x.txt')
    expect(await refusal(post(body))).toMatchObject({ code: 'invalid_request', problems: [{ type: 'malformed' }] })
  })

  it('where a value begins with a byte order mark, which parsers drop', async () => {
    const body = new FormData()
    body.set('username', 'johndoe')
    body.set('password', '\u{FEFF}secret')
    expect(await refusal(post(body))).toMatchObject({ code: 'invalid_request', problems: [{ type: 'malformed' }] })
  })

  it.each(['multipart/form-data', 'multipart/form-data; boundary=y', 'multipart/form-data; boundary='])(
    'that is none: %s',
    async (type) => {
      const error = await refusal(post('--x\r\n\r\n--x--', { 'content-type': type }))
      expect(error).toMatchObject({ problems: [{ type: 'malformed', message: 'The form is no multipart text' }] })
    },
  )
})

describe('limits', () => {
  const login = 'username=johndoe&password=secret&x='
  it('64 KB are taken, and not a byte more', async () => {
    const fill = 'x'.repeat(64 * 1024 - login.length)
    expect(await readPasswordForm(post(login + fill))).toEqual(form)
    const error = await refusal(post(`${login + fill}x`))
    expect(error).toMatchObject({ message: 'The form is too large', problems: [{ type: 'malformed' }] })
  })

  it('an endless body is cancelled after 64 KB', async () => {
    let pulled = 0
    let isCancelled = false
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(16 * 1024))
      },
      cancel() {
        isCancelled = true
      },
    })
    const headers = { 'content-type': URLENCODED }
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
    expect(await refusal(new Request('http://localhost', init))).toMatchObject({ message: 'The form is too large' })
    expect(pulled).toBeLessThan(8)
    expect(isCancelled).toBe(true)
  })

  it('100 fields are taken, and not one more', async () => {
    const others = (count: number) => Array.from({ length: count }, (_, index) => `&f${index}=1`).join('')
    expect(await readPasswordForm(post(`username=johndoe&password=secret${others(98)}`))).toEqual(form)
    const error = await refusal(post(`username=johndoe&password=secret${others(99)}`))
    expect(error).toMatchObject({ message: 'The form has too many fields' })
  })
})

describe('RFC 6749 §2.3.1: the client', () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` })
  const body = 'username=johndoe&password=secret'
  it.each([
    ['id and secret', basic('app:s3cret'), { clientId: 'app', clientSecret: 's3cret' }],
    ['urlencoded', basic('my%20app:a%3Ab+c'), { clientId: 'my app', clientSecret: 'a:b c' }],
    ['a secret with colons', basic('app:a:b'), { clientId: 'app', clientSecret: 'a:b' }],
    ['without a secret', basic('app:'), { clientId: 'app' }],
    ['empty, as Swagger UI sends it', { authorization: 'Basic Og==' }, {}],
    ['without a colon', basic('app'), {}],
    ['without an id', basic(':secret'), {}],
    ['no base64', { authorization: 'Basic ???' }, {}],
    ['no UTF-8', { authorization: 'Basic //86eA==' }, {}],
    ['a bad escape', basic('app:%'), {}],
    ['another scheme', { authorization: 'Bearer x' }, {}],
  ])('by Basic, %s', async (_, headers, fields) => {
    expect(await readPasswordForm(post(body, headers))).toEqual({ ...form, ...fields })
  })

  it('of the form comes first', async () => {
    const request = post(`${body}&client_id=mine`, basic('other:secret'))
    expect(await readPasswordForm(request)).toEqual({ ...form, clientId: 'mine' })
  })

  it('two Authorization headers are refused', async () => {
    const error = await refusal(post(body, { authorization: 'Basic YTpi, Basic YTpj' }))
    expect(error).toMatchObject({ code: 'invalid_request', problems: [{ type: 'malformed' }] })
  })
})

describe('the body of a framework', () => {
  const headers = { 'content-type': URLENCODED }
  it.each([
    ['parsed', { username: 'johndoe', password: 'secret' }],
    ['parsed, without a prototype', Object.assign(Object.create(null), { username: 'johndoe', password: 'secret' })],
    ['as text', 'username=johndoe&password=secret'],
    ['as bytes', Buffer.from('username=johndoe&password=secret')],
  ])('%s', async (_, body) => {
    expect(await readPasswordForm({ headers, body } as never)).toEqual(form)
  })

  it.each([
    ['an array', { username: ['a', 'b'], password: 'x' }, 'A field is repeated'],
    ['an array of one, as of "username[]"', { username: ['johndoe'], password: 'x' }, 'A field is no UTF-8 text'],
    ['an array of none', { username: [], password: 'x' }, 'A field is no UTF-8 text'],
    ['an array of arrays', { username: [['a'], ['b']], password: 'x' }, 'A field is repeated'],
    ['an object', { username: { $ne: 'x' }, password: 'x' }, 'A field is no UTF-8 text'],
    ['a number', { username: 5, password: 'x' }, 'A field is no UTF-8 text'],
    ['U+FFFD', { username: 'j\u{FFFD}', password: 'x' }, 'A field is no UTF-8 text'],
  ])('with %s for a field is refused', async (_, body, message) => {
    const error = await refusal({ headers, body } as never)
    expect(error).toMatchObject({ problems: [{ type: 'malformed', field: 'username', message }] })
  })

  it('parsed from JSON is no form', async () => {
    const request = {
      headers: { 'content-type': 'application/json' },
      body: { username: 'johndoe', password: 'secret' },
    }
    expect(await refusal(request)).toMatchObject({ problems: [{ type: 'missing' }, { type: 'missing' }] })
  })

  it.each([
    ['none', { headers }],
    ['null', { headers, body: null }],
    ['a number', { headers, body: 5 }],
    ['an array', { headers, body: [] }],
  ])('that is %s is a TypeError, and no waiting', async (_, request) => {
    await expect(readPasswordForm(request as never)).rejects.toThrow(TypeError)
  })

  it('that somebody has consumed is a TypeError, and no waiting', async () => {
    const request = post('username=johndoe&password=secret')
    await request.text()
    await expect(readPasswordForm(request)).rejects.toThrow(/consumed/)
  })
})

describe('an IncomingMessage', () => {
  /** What `read` makes of a request that `write` sends, over a socket. */
  async function served<T>(
    read: (message: IncomingMessage) => Promise<T>,
    write: (client: ReturnType<typeof send>) => void,
  ): Promise<{ outcome: T; status: number | undefined }> {
    let settle: (outcome: Promise<T>) => void
    const outcome = new Promise<T>((resolve) => {
      settle = resolve
    })
    const server = createServer((message, response) => {
      const result = read(message)
      settle(result)
      const answer = () => response.end()
      result.then(answer, answer)
    }).listen(0)
    const { port } = server.address() as AddressInfo
    const client = send({ port, method: 'POST', headers: { 'content-type': URLENCODED } })
    const status = new Promise<number | undefined>((resolve) => {
      client.on('response', (response) => resolve(response.resume().statusCode)).on('error', () => resolve(undefined))
    })
    try {
      write(client)
      return { outcome: await outcome, status: await status }
    } finally {
      client.destroy()
      server.closeAllConnections()
      server.close()
    }
  }

  it('is read', async () => {
    const { outcome } = await served(readPasswordForm, (client) => {
      client.write('username=johndoe&pass')
      client.end('word=secret')
    })
    expect(outcome).toEqual(form)
  })

  it('whose parser set an empty body without reading is read', async () => {
    const { outcome } = await served(
      (message) => readPasswordForm(Object.assign(message, { body: {} })),
      (client) => client.end('username=johndoe&password=secret'),
    )
    expect(outcome).toEqual(form)
  })

  it('that is too large is refused, and answered though the upload goes on', async () => {
    const { outcome, status } = await served(
      async (message) => ({ error: await rejection(readPasswordForm(message)), isAlive: message.socket !== null }),
      (client) => client.write('x'.repeat(200_000)),
    )
    expect(outcome).toMatchObject({ error: { message: 'The form is too large' }, isAlive: true })
    expect(status).toBe(200)
  })

  it('that somebody has consumed is a TypeError, and no waiting', async () => {
    const { outcome } = await served(
      async (message) => {
        for await (const _ of message);
        return rejection(readPasswordForm(message))
      },
      (client) => client.end('username=johndoe&password=secret'),
    )
    expect(outcome).toBeInstanceOf(TypeError)
  })

  it('that somebody has begun to read is a TypeError', async () => {
    const { outcome } = await served(
      async (message) => {
        await new Promise((resolve) => message.once('data', resolve))
        return rejection(readPasswordForm(message))
      },
      (client) => client.end('username=johndoe&password=secret'),
    )
    expect(outcome).toBeInstanceOf(TypeError)
  })

  it('whose parsed body is at hand is not read again', async () => {
    const { outcome } = await served(
      async (message) => {
        for await (const _ of message);
        return readPasswordForm(Object.assign(message, { body: { username: 'johndoe', password: 'secret' } }))
      },
      (client) => client.end('username=johndoe&password=secret'),
    )
    expect(outcome).toEqual(form)
  })

  it('whose upload is aborted ends with an error', async () => {
    const { outcome } = await served(
      (message) => rejection(readPasswordForm(message)),
      (client) => {
        client.write('username=johndoe', () => setTimeout(() => client.destroy(), 20))
      },
    )
    expect(outcome).toBeInstanceOf(Error)
    expect(outcome).not.toHaveProperty('problems')
  })

  it('whose upload was aborted before ends with an error', async () => {
    const { outcome } = await served(
      async (message) => {
        await new Promise((resolve) => message.once('close', resolve))
        return rejection(readPasswordForm(message))
      },
      (client) => {
        client.write('username=johndoe', () => setTimeout(() => client.destroy(), 20))
      },
    )
    expect(outcome).toBeInstanceOf(Error)
  })
})
