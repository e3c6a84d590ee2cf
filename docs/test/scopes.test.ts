import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { claims, encode, forge, now, SECRET } from './support/forge.js'
import { call, login, withToken, type Answer } from './support/http.js'
import { PROFILES, startScopes, withoutDescription, type Refusal, type Running } from './support/scopes-app.js'

const JOHN = { username: 'johndoe', password: 'secret' }
const ALICE = { username: 'alice', password: 'secretalice' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** The routes, and the scopes that each demands, outermost first. */
const ROUTES: readonly (readonly [string, readonly string[]])[] = [
  ['/status/', []],
  ['/users/me/', ['me']],
  ['/users/me/items/', ['items', 'me']],
]
const SUBSETS = [[], ['me'], ['items'], ['me', 'items']]

const ANSWERS = new Map<string, unknown>([
  ['/status/', { status: 'ok' }],
  ['/users/me/', { username: 'johndoe', full_name: 'John Doe', email: 'johndoe@example.com', disabled: false }],
  ['/users/me/items/', [{ item_id: 'Foo', owner: 'johndoe' }]],
])

describe.each(PROFILES)('the scopes application, %s', (_, expected) => {
  let app: Running
  beforeAll(async () => {
    app = await startScopes(expected.profile)
  })
  afterAll(() => {
    app.server.close()
  })
  afterEach(() => {
    // An error that is not ours would have been a 500, whatever its answer was compared with.
    expect(app.errors).toEqual([])
  })

  function expectRefusal(answer: Answer, refusal: Refusal): void {
    expect(withoutDescription(answer)).toEqual(refusal)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.text).not.toMatch(/at .*\.[jt]s:\d+/)
  }

  async function tokenFor(form: typeof JOHN, scopes: readonly string[]): Promise<string> {
    const { status, body, headers } = await login(app.origin, { ...form, scope: scopes.join(' ') })
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer' })
    return (body as { access_token: string }).access_token
  }

  describe.each(SUBSETS.map((granted) => [granted.join(' ') || 'no scopes', granted] as const))(
    'a token with %s',
    (__, granted) => {
      test.each(ROUTES)('GET %s', async (path, demanded) => {
        const answer = await withToken(app.origin, path, await tokenFor(JOHN, granted))
        const suffices = demanded.every((scope) => granted.includes(scope))
        const success = { status: 200, challenges: [], body: ANSWERS.get(path) }
        expect(withoutDescription(answer)).toEqual(suffices ? success : expected.insufficient(demanded.join(' ')))
      })
    },
  )

  test('a token with no scope asked for has none, and unknown scopes are not granted', async () => {
    const { body } = await login(app.origin, { ...JOHN, scope: 'me admin' })
    const [, payload = ''] = (body as { access_token: string }).access_token.split('.')
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ sub: 'johndoe', scopes: ['me'] })
  })

  describe('a disabled user', () => {
    test('may ask for the status', async () => {
      const answer = await withToken(app.origin, '/status/', await tokenFor(ALICE, ['me', 'items']))
      expect(answer.status).toBe(200)
    })
    test.each(['/users/me/', '/users/me/items/'])('is refused by the dependency itself: GET %s', async (path) => {
      const answer = await withToken(app.origin, path, await tokenFor(ALICE, ['me', 'items']))
      expectRefusal(answer, { status: 400, challenges: [], body: { detail: 'Inactive user' } })
    })
    test('is told of a missing scope first', async () => {
      const answer = await withToken(app.origin, '/users/me/items/', await tokenFor(ALICE, ['me']))
      expectRefusal(answer, expected.insufficient('items me'))
    })
  })

  describe('Authorization', () => {
    const absent: readonly (readonly [string, Readonly<Record<string, string | string[]>>])[] = [
      ['absent', {}],
      ['empty', { authorization: '' }],
      ['of another scheme', { authorization: `Basic ${btoa('johndoe:secret')}` }],
      ['of a scheme that begins alike', { authorization: `Bearers ${forge(claims())}` }],
      ['a token alone', { authorization: forge(claims()) }],
      ['separated by a tab', { authorization: `Bearer\t${forge(claims())}` }],
    ]
    const bad: readonly (readonly [string, Readonly<Record<string, string | string[]>>])[] = [
      ['Bearer and no more', { authorization: 'Bearer' }],
      ['Bearer and a space', { authorization: 'Bearer ' }],
      ['followed by junk', { authorization: `Bearer ${forge(claims())} junk` }],
      ['followed by a parameter', { authorization: `Bearer ${forge(claims())}, realm="x"` }],
      ['a quoted token', { authorization: `Bearer "${forge(claims())}"` }],
      ['sent twice', { authorization: [`Bearer ${forge(claims())}`, `Bearer ${forge(claims())}`] }],
      ['sent twice, the good one second', { authorization: ['Basic eA==', `Bearer ${forge(claims())}`] }],
      ['joined from two', { authorization: `Bearer ${forge(claims())}, Bearer ${forge(claims())}` }],
      ['over-long', { authorization: `Bearer ${forge(claims({ padding: 'x'.repeat(7000) }))}` }],
    ]
    describe.each(ROUTES)('GET %s', (path, demanded) => {
      test.each(absent)('%s: not authenticated', async (__, headers) => {
        expectRefusal(await call(app.origin, { path, headers }), expected.unauthenticated(demanded.join(' ')))
      })
      test.each(bad)('%s: refused', async (__, headers) => {
        expectRefusal(await call(app.origin, { path, headers }), expected.invalid(demanded.join(' ')))
      })
    })
    test.each(['bearer', 'BEARER', 'bEaReR'])('RFC 9110 §11.1: %s is the same scheme', async (scheme) => {
      const headers = { authorization: `${scheme} ${forge(claims())}` }
      expect((await call(app.origin, { path: '/users/me/', headers })).status).toBe(200)
    })
    test('several spaces before the token, and some after', async () => {
      const headers = { authorization: `Bearer   ${forge(claims())}  ` }
      expect((await call(app.origin, { path: '/users/me/', headers })).status).toBe(200)
    })
    test('a header that Node itself finds too long', async () => {
      const path = '/status/'
      const answer = await call(app.origin, { path, headers: { authorization: `Bearer ${'x'.repeat(20_000)}` } })
      expect(answer.status).toBe(431)
    })
  })

  describe('tokens', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const jwk = JSON.stringify(createPublicKey(pem).export({ format: 'jwk' }))
    const good = forge(claims())
    const [header = '', payload = '', signature = ''] = good.split('.')
    const unsigned = (alg: string): string => `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${encode(claims())}.`
    const exp = now() + 600

    const tokens: readonly (readonly [string, string])[] = [
      ['not a token', 'not-a-token'],
      ['two segments', `${header}.${payload}`],
      ['four segments', `${good}.${signature}`],
      ['an empty signature', `${header}.${payload}.`],
      ['a changed payload', `${header}.${encode(claims({ sub: 'alice' }))}.${signature}`],
      ['a changed signature', `${header}.${payload}.${'A'.repeat(signature.length)}`],
      ['signed with another secret', forge(claims(), { alg: 'HS256' }, SECRET.replace('0', '1'))],
      ...['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [`alg ${alg || 'empty'}, unsigned`, unsigned(alg)] as const),
      ['alg none with the signature of a good one', `${unsigned('none')}${signature}`],
      ['alg missing', forge(claims(), { typ: 'JWT' })],
      ['alg HS512, signed as HS256', forge(claims(), { alg: 'HS512' })],
      ['alg hs256', forge(claims(), { alg: 'hs256' })],
      ['signed with the text of a public key (PEM)', forge(claims(), { alg: 'HS256' }, pem)],
      ['signed with the text of a public key (JWK)', forge(claims(), { alg: 'HS256' }, jwk)],
      ['a key in the header', forge(claims(), { alg: 'HS256', jwk: { kty: 'oct', k: 'eA' } }, 'x')],
      ['an unknown kid', forge(claims(), { alg: 'HS256', kid: 'another' })],
      ['a kid that is no text', forge(claims(), { alg: 'HS256', kid: 7 })],
      ['an unknown crit', forge(claims(), { alg: 'HS256', crit: ['exp'], exp })],
      ['an empty crit', forge(claims(), { alg: 'HS256', crit: [] })],
      ['b64', forge(claims(), { alg: 'HS256', b64: true })],
      ['typ logout+jwt', forge(claims(), { alg: 'HS256', typ: 'logout+jwt' })],
      ['typ that is no text', forge(claims(), { alg: 'HS256', typ: 1 })],
      ['a header that is no object', `${encode('[]')}.${payload}.${signature}`],
      ['expired', forge(claims({ exp: now() - 1 }))],
      ['expired, and lacking scopes too', forge(claims({ exp: now() - 1, scopes: [] }))],
      ['no exp', forge(claims({ exp: undefined }))],
      ['exp 0', forge(claims({ exp: 0 }))],
      ['exp as text', forge(claims({ exp: String(exp) }))],
      ['exp true', forge(claims({ exp: true }))],
      ['exp null', forge(claims({ exp: null }))],
      ['exp 1e400', forge(claims({ exp: 4242 }).replace('4242', '1e400'))],
      ['exp NaN', forge(claims({ exp: 4242 }).replace('4242', 'NaN'))],
      ['not valid yet', forge(claims({ nbf: now() + 600 }))],
      ['nbf as text', forge(claims({ nbf: '0' }))],
      ['issued in the future', forge(claims({ iat: now() + 600 }))],
      ['iat as text', forge(claims({ iat: 'x' }))],
      ['an audience', forge(claims({ aud: 'somebody' }))],
      ['an empty audience', forge(claims({ aud: [] }))],
      ['no sub', forge(claims({ sub: undefined }))],
      ['an empty sub', forge(claims({ sub: '' }))],
      ['sub as a number', forge(claims({ sub: 7 }))],
      ['sub as a list', forge(claims({ sub: ['johndoe'] }))],
      ['an unknown user', forge(claims({ sub: 'nobody' }))],
      ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map(
        (sub) => [`the user ${sub}`, forge(claims({ sub }))] as const,
      ),
      ['sub of another spelling', forge(claims({ sub: 'JohnDoe' }))],
      ['scopes as text', forge(claims({ scopes: 'me items' }))],
      ['scopes as an object', forge(claims({ scopes: { me: true } }))],
      ['scopes with a number', forge(claims({ scopes: ['me', 'items', 1] }))],
      ['scopes null', forge(claims({ scopes: null }))],
      ['claims only inherited', forge(`{"__proto__":${claims()}}`)],
      ['a payload with a byte order mark', forge(`\uFEFF${claims()}`)],
      [
        'a payload that is no UTF-8',
        forge(Buffer.concat([Buffer.from('{"sub":"'), Buffer.from([0xff]), Buffer.from('"}')])),
      ],
      ['a payload that is no object', forge('"johndoe"')],
      ['a payload that is a list', forge(`[${claims()}]`)],
      ['a payload that is null', forge('null')],
      ['padded', `${good}=`],
      ['padded inside', `${header}=.${payload}.${signature}`],
      ['with a space inside', `${header}. ${payload}.${signature}`],
      ['in the other base64 alphabet', `${header}.${payload}.${signature.replace(/[-_]|^./, '+')}`],
      ['with stray trailing bits', `${header}.${payload}.${signature.slice(0, -1)}${stray(signature)}`],
      ['with an escape', `%65${good.slice(1)}`],
    ]
    describe.each(ROUTES)('GET %s', (path, demanded) => {
      test.each(tokens)('%s: refused', async (__, token) => {
        expectRefusal(await withToken(app.origin, path, token), expected.invalid(demanded.join(' ')))
      })
    })

    test.each([
      ['as the tutorial makes it', claims()],
      ['with claims of another service', claims({ roles: ['x'], iss: 'another' })],
      ['issued just now', claims({ iat: now(), nbf: now() })],
      ['with a fraction of a second', claims({ exp: exp + 0.5 })],
    ])('a good token %s', async (__, text) => {
      expect((await withToken(app.origin, '/users/me/items/', forge(text))).status).toBe(200)
    })
    test.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt', undefined])('typ %s is an access token', async (typ) => {
      const token = forge(claims(), { alg: 'HS256', typ })
      expect((await withToken(app.origin, '/users/me/', token)).status).toBe(200)
    })
    test('a scope is not found in a part of another', async () => {
      const token = forge(claims({ scopes: ['mee', 'items me', 'ME'] }))
      expectRefusal(await withToken(app.origin, '/users/me/', token), expected.insufficient('me'))
    })
    test('no answer repeats the token or the address', async () => {
      const answer = await withToken(app.origin, '/users/me/?token=SECRET', `${good}x`)
      expect(JSON.stringify(answer)).not.toMatch(/SECRET|eyJ/)
    })
  })

  describe('POST /token', () => {
    const refused = { status: 400, challenges: [], body: { detail: 'Incorrect username or password' } }
    test.each([
      ['another password', { ...JOHN, password: 'secret2' }],
      ['another case', { ...JOHN, password: 'Secret' }],
      ['an unknown user', { ...JOHN, username: 'nobody' }],
      ['another case of the user', { ...JOHN, username: 'JohnDoe' }],
      ['the user __proto__', { ...JOHN, username: '__proto__' }],
      ['the user constructor', { ...JOHN, username: 'constructor' }],
      ['NUL after the password', { ...JOHN, password: 'secret\0' }],
      ['NUL and the password again', { ...JOHN, password: 'secret\0secret' }],
      ['NUL in the username', { ...JOHN, username: 'johndoe\0' }],
      ['a password over 72 bytes', { ...JOHN, password: 'secret'.repeat(13) }],
      ['a password of 60 kB', { ...JOHN, password: 'x'.repeat(60_000) }],
      ['spaces around', { ...JOHN, password: ' secret ' }],
    ])('%s: refused', async (__, form) => {
      expectRefusal(await login(app.origin, form), refused)
    })

    test.each([
      ['nothing', '', ['username', 'password']],
      ['no password', 'username=johndoe', ['password']],
      ['an empty password', 'username=johndoe&password=', ['password']],
      ['no username', 'password=secret', ['username']],
      ['an empty username', 'username=&password=secret', ['username']],
      ['semicolons', 'username=johndoe;password=secret', ['password']],
      ['names in brackets', 'username[]=johndoe&password=secret', ['username']],
      ['names in another case', 'Username=johndoe&password=secret', ['username']],
    ])('%s: malformed', async (__, body, fields) => {
      const answer = await login(app.origin, body)
      expectRefusal(answer, expected.missing(fields))
      expect(answer.headers['cache-control']).toBe('no-store')
    })
    test.each([
      ['a username twice', 'username=johndoe&username=alice&password=secret'],
      ['a scope twice', 'username=johndoe&password=secret&scope=me&scope=items'],
      ['an unknown field twice', 'username=johndoe&password=secret&x=1&x=2'],
      ['text that is no UTF-8, escaped', 'username=johndoe&password=secret%ff'],
      ['text that is no UTF-8', Buffer.from('username=johndoe&password=secret\xff', 'latin1')],
      ['over 64 kB', `username=johndoe&password=${'x'.repeat(70_000)}`],
      [
        'over 100 fields',
        `username=johndoe&password=secret&${Array.from({ length: 100 }, (___, i) => `f${i}=`).join('&')}`,
      ],
    ])('%s: malformed', async (__, body) => {
      const answer = await call(app.origin, { method: 'POST', path: '/token', headers: FORM, body })
      expect(answer.status).toBe(expected.badForm)
      expect(answer.text).not.toContain('secret')
    })
    test('over 64 kB in chunks of no stated length', async () => {
      const headers = { ...FORM, 'transfer-encoding': 'chunked' }
      const body = `username=johndoe&password=${'x'.repeat(500_000)}`
      expect((await call(app.origin, { method: 'POST', path: '/token', headers, body })).status).toBe(expected.badForm)
    })
    test.each([
      ['JSON', 'application/json', JSON.stringify(JOHN)],
      ['text', 'text/plain', 'username=johndoe&password=secret'],
      ['no type', '', 'username=johndoe&password=secret'],
      ['multipart with no boundary', 'multipart/form-data', 'username=johndoe'],
      [
        'multipart that ends early',
        'multipart/form-data; boundary=b',
        '--b\r\ncontent-disposition: form-data; name="username"\r\n\r\njohn',
      ],
      ['multipart that is none', 'multipart/form-data; boundary=b', 'username=johndoe&password=secret'],
    ])('%s: malformed', async (__, type, body) => {
      const answer = await call(app.origin, { method: 'POST', path: '/token', headers: { 'content-type': type }, body })
      expect(answer.status).toBe(expected.badForm)
      expect(answer.text).not.toContain('secret')
    })
    test.each(['client_credentials', 'PASSWORD', 'password ', 'passwordx', 'password\n'])(
      'grant type %j: another one',
      async (grant_type) => {
        expectRefusal(await login(app.origin, { ...JOHN, grant_type }), expected.otherGrant(grant_type))
      },
    )
    test.each(['password', ''])('grant type %j: this one', async (grant_type) => {
      expect((await login(app.origin, { ...JOHN, grant_type })).status).toBe(200)
    })
    test('multipart with its parts', async () => {
      const form = new FormData()
      for (const [name, value] of Object.entries({ ...JOHN, scope: 'me' })) form.append(name, value)
      expect((await fetch(`${app.origin}/token`, { method: 'POST', body: form })).status).toBe(200)
    })
    test('multipart with a file for a password', async () => {
      const form = new FormData()
      form.append('username', 'johndoe')
      form.append('password', new File(['secret'], 'password.txt'))
      const answer = await fetch(`${app.origin}/token`, { method: 'POST', body: form })
      expect(answer.status).toBe(expected.badForm)
    })
    test('the empty client that Swagger UI sends is no client', async () => {
      const headers = { ...FORM, authorization: 'Basic Og==' }
      const body = new URLSearchParams(JOHN).toString()
      expect((await call(app.origin, { method: 'POST', path: '/token', headers, body })).status).toBe(200)
    })
    test('an upload that the client gives up leaves the server well', async () => {
      const { hostname, port } = new URL(app.origin)
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      const requested = once(app.server, 'request')
      socket.write(
        `POST /token HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM['content-type']}\r\ncontent-length: 99\r\n\r\nusername=`,
      )
      const [request] = (await requested) as [IncomingMessage]
      const closed = new Promise((resolve) => request.socket.once('close', resolve))
      socket.destroy()
      await closed
      expect((await call(app.origin, { path: '/status/' })).status).toBe(401)
      // A login of the application's own: `tokenEndpoint` would say nothing, for nobody was left to be answered.
      expect(app.errors.splice(0)).toEqual([expect.objectContaining({ code: 'ECONNRESET' })])
    })
  })

  describe('routes', () => {
    test('an unknown path', async () => {
      expectRefusal(await call(app.origin, { path: '/nowhere' }), {
        status: 404,
        challenges: [],
        body: { detail: 'Not Found' },
      })
    })
    test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s where only GET is known', async (method) => {
      const answer = await call(app.origin, { method, path: '/users/me/' })
      expect(answer).toMatchObject({ status: 405, body: { detail: 'Method Not Allowed' } })
      expect(answer.headers['allow']).toBe('GET, HEAD')
    })
    test('GET /token', async () => {
      const answer = await call(app.origin, { path: '/token' })
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST'])
    })
    test('HEAD answers as GET does, without a body', async () => {
      const answer = await call(app.origin, { method: 'HEAD', path: '/status/' })
      expect([answer.status, answer.text]).toEqual([401, ''])
      const headers = { authorization: `Bearer ${forge(claims())}` }
      expect((await call(app.origin, { method: 'HEAD', path: '/status/', headers })).status).toBe(200)
    })
    test('a path that cannot be decoded', async () => {
      expect((await call(app.origin, { path: '/users/%zz/' })).status).toBe(400)
    })
    test.each(['/__proto__', '/constructor', '//', '/users/me', '/users/me//items/'])(
      '%s is no route',
      async (path) => {
        expect((await call(app.origin, { path })).status).toBe(404)
      },
    )
  })
})

/** The last character of a base64url text, with a bit set that decoders drop. */
function stray(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet.charAt(alphabet.indexOf(text.slice(-1)) ^ 1)
}
