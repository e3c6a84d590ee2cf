import { claims, encode, forge, now } from './forge.js'
import type { Call } from './http.js'

/** A request that a program on FastAPI and the same on scopetree both get. */
export interface Sent extends Call {
  readonly name: string
  /** The first cell of the row that announces the difference, where there is one. */
  readonly row?: string
}

export const SECRET_KEY = 'a secret of more than thirty-two characters'

/** Requests that are answered differently, as a row of the page says. */
function differing(row: string, ...requests: readonly Sent[]): Sent[] {
  return requests.map((request) => ({ ...request, row }))
}

function get(name: string, path: string, headers: Call['headers'] = {}): Sent {
  return { name, path, headers }
}

function send(method: string, path: string, headers: Call['headers'] = {}): Sent {
  return { name: `${method} ${path}`, method, path, headers }
}

function bearer(text: string): { authorization: string } {
  return { authorization: `Bearer ${text}` }
}

function basic(text: string | Uint8Array): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` }
}

const HEADER = { alg: 'HS256', typ: 'JWT' }

function token(changes: object = {}, header: object = {}): string {
  return forge(claims({ scopes: ['notes:read'], ...changes }), { ...HEADER, ...header }, SECRET_KEY)
}

const good = token()
const writes = token({ scopes: ['notes:write'] })

/** `GET /notes` with such a header. */
function notes(name: string, authorization: string | string[]): Sent {
  return get(name, '/notes', { authorization })
}

function withClaims(name: string, changes: object): Sent {
  return notes(`a token: ${name}`, `Bearer ${token(changes)}`)
}

function withHeader(name: string, header: object): Sent {
  return notes(`a token: ${name}`, `Bearer ${token({}, header)}`)
}

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=edge'

function login(name: string, body: string, type = FORM): Sent {
  return { name: `login: ${name}`, method: 'POST', path: '/token', headers: { 'content-type': type }, body }
}

const johndoe = 'username=johndoe&password=secret'

function parts(fields: Readonly<Record<string, string>>): string {
  const texts = Object.entries(fields).map(
    ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${texts.join('')}--edge--\r\n`
}

/** For `before.py` and the programs made of it, in this order: some delete. */
export const NOTES: readonly Sent[] = [
  // No token, or none that is one.
  get('nobody', '/notes'),
  get('nobody, where a visitor may come', '/'),
  get('an empty Authorization', '/notes', { authorization: '' }),
  get('an empty Authorization, where a visitor may come', '/', { authorization: '' }),
  notes('an empty token', 'Bearer'),
  ...differing(
    'An empty token, where a visitor may come',
    get('an empty token, where a visitor may come', '/', { authorization: 'Bearer' }),
  ),
  notes('another scheme', 'Basic am9obmRvZTpzZWNyZXQ='),
  get('another scheme, where a visitor may come', '/', basic('johndoe:secret')),
  notes('no scheme', good),
  notes('a scheme in capitals', `BEARER ${good}`),
  notes('a scheme in small letters', `bearer ${good}`),
  ...differing('Two spaces before the token', notes('two spaces', `Bearer  ${good}`)),
  notes('a tab for a space', `Bearer\t${good}`),
  notes('words', 'Bearer not a token'),
  notes('two tokens in one header', `Bearer ${good}, Bearer ${good}`),
  ...differing('Two `Authorization` headers', notes('two headers', [`Bearer ${good}`, `Bearer ${good}`])),
  notes('two headers, the first bad', ['Bearer bad', `Bearer ${good}`]),
  get('a token in the query', `/notes?access_token=${good}`),
  get('a bad token, where a visitor may come', '/', bearer('bad')),
  get('a good token, where a visitor may come', '/', bearer(good)),

  // Tokens.
  notes('a good token', `Bearer ${good}`),
  withClaims('expired', { exp: now() - 1 }),
  withClaims('not yet valid', { nbf: now() + 600 }),
  withClaims('issued in the future', { iat: now() + 600 }),
  ...differing('No `exp`', withClaims('no exp', { exp: undefined })),
  ...differing('`exp` as a text', withClaims('exp as a text', { exp: String(now() + 600) })),
  withClaims('an audience', { aud: 'somebody' }),
  withClaims('an issuer', { iss: 'somebody' }),
  withClaims('no sub', { sub: undefined }),
  withClaims('sub a number', { sub: 7 }),
  withClaims('an unknown user', { sub: 'nobody' }),
  withClaims('a user called __proto__', { sub: '__proto__' }),
  withClaims('a disabled user', { sub: 'alice' }),
  withClaims('a disabled user without the scope', { sub: 'alice', scopes: [] }),
  withClaims('no scopes', { scopes: [] }),
  withClaims('no claim of scopes', { scopes: undefined }),
  withClaims('another scope', { scopes: ['notes:write'] }),
  withClaims('scopes under scope', { scopes: undefined, scope: 'notes:read' }),
  ...differing(
    'Scopes that are no list of texts',
    withClaims('scopes as a text', { scopes: 'notes:read' }),
    withClaims('scopes that are no texts', { scopes: ['notes:read', 1] }),
  ),
  withClaims('claims of its own', { role: 'admin', admin: true }),
  ...differing('More than 8,192 characters', withClaims('very long', { more: 'x'.repeat(8192) })),
  withHeader('typ at+jwt', { typ: 'at+jwt' }),
  withHeader('no typ', { typ: undefined }),
  ...differing('A `typ` other than `JWT` and `at+jwt`', withHeader('typ of another kind', { typ: 'note' })),
  ...differing('A `kid`', withHeader('kid', { kid: '1' })),
  withHeader('alg none', { alg: 'none' }),
  withHeader('alg HS512', { alg: 'HS512' }),
  withHeader('crit', { crit: ['more'], more: 1 }),
  notes('of another key', `Bearer ${forge(claims(), HEADER, 'another key')}`),
  notes('unsigned', `Bearer ${encode('{"alg":"none"}')}.${encode(claims())}.`),
  ...differing('A `=` at the end', notes('padded', `Bearer ${good}=`)),
  notes('cut off', `Bearer ${good.slice(0, -3)}`),

  // Paths and methods.
  get('an unknown path', '/nothing'),
  get('an unknown path and a good token', '/nothing', bearer(good)),
  ...differing('A slash too many', get('a slash too many', '/notes/', bearer(good))),
  ...differing('A path in capitals', get('a path in capitals', '/NOTES', bearer(good))),
  ...differing(
    'An unknown path of a guarded router',
    get('an unknown path of a guarded router', '/admin/nothing'),
    get('an unknown path of a guarded router, the scope is missing', '/admin/nothing', bearer(good)),
  ),
  get('a guarded router without a token', '/admin/owners'),
  get('a guarded router, the scope is missing', '/admin/owners', bearer(good)),
  get('a guarded router', '/admin/owners', bearer(token({ scopes: ['admin'] }))),
  ...differing(
    'Another method',
    send('POST', '/notes', bearer(good)),
    send('PUT', '/notes/1', bearer(good)),
    send('GET', '/token'),
    send('OPTIONS', '/notes'),
  ),
  ...differing('`HEAD`', send('HEAD', '/'), send('HEAD', '/notes', bearer(good)), send('HEAD', '/notes')),
  send('DELETE', '/notes/2', bearer(writes)),
  send('DELETE', '/notes/99', bearer(writes)),
  send('DELETE', '/notes/1'),
  send('DELETE', '/notes/1', bearer(good)),
  send('DELETE', '/notes/x'),
  ...differing('A path parameter that is no integer', send('DELETE', '/notes/x', bearer(writes))),
  send('DELETE', '/notes/1', bearer(writes)),
  send('DELETE', '/notes/1', bearer(writes)),
  get('the documentation', '/docs'),

  // Logins.
  login('all that is granted', `${johndoe}&scope=notes:read+notes:write`),
  login('a scope that is not granted', `${johndoe}&scope=notes:read+admin`),
  login('an unknown scope', `${johndoe}&scope=notes:read+nothing`),
  login('many spaces', `${johndoe}&scope=++notes:read+++notes:write+`),
  ...differing(
    'No scope asked for, or none granted',
    login('no scope', johndoe),
    login('a scope that nobody has', `${johndoe}&scope=%C3%A9`),
  ),
  ...differing('A scope twice', login('a scope twice', `${johndoe}&scope=notes:read+notes:read`)),
  ...differing('A tab between scopes', login('a tab between scopes', `${johndoe}&scope=notes:read%09notes:write`)),
  login('grant_type=password', `${johndoe}&grant_type=password&scope=notes:read`),
  login('an empty grant_type', `${johndoe}&grant_type=&scope=notes:read`),
  ...differing(
    'A `grant_type` that begins with `password`',
    login('a grant_type that begins with password', `${johndoe}&grant_type=passwords&scope=notes:read`),
  ),
  login('a client', `${johndoe}&client_id=web&client_secret=x&scope=notes:read`),
  login('a field that nobody knows', `${johndoe}&more=1&scope=notes:read`),
  login('multipart', parts({ username: 'johndoe', password: 'secret', scope: 'notes:read' }), MULTIPART),
  login('a disabled user', 'username=alice&password=secretalice&scope=notes:read'),
  login('a wrong password', 'username=johndoe&password=wrong'),
  login('an unknown user', 'username=nobody&password=secret'),
  login('a password of 73 bytes', `username=johndoe&password=${'x'.repeat(73)}`),
  ...differing(
    'What a form lacks, or has wrong',
    login('another grant_type', `${johndoe}&grant_type=refresh_token`),
    login('no password', 'username=johndoe'),
    login('an empty password', 'username=johndoe&password='),
    login('no username', 'password=secret'),
    login('an empty form', ''),
    login('no form', johndoe, 'text/plain'),
    login('JSON', '{"username":"johndoe","password":"secret"}', 'application/json'),
    login('multipart without a password', parts({ username: 'johndoe' }), MULTIPART),
  ),
  ...differing(
    'A field twice',
    login('a username twice', `username=alice&${johndoe}&scope=notes:read`),
    login('a scope field twice', `${johndoe}&scope=notes:write&scope=notes:read`),
  ),
  ...differing('Text that is no UTF-8', login('text that is no UTF-8', 'username=johndo%e4&password=secret')),
  ...differing(
    'A multipart form without its boundary',
    login('multipart without a boundary', parts({ username: 'johndoe' }), 'multipart/form-data'),
  ),
]

const key = { 'x-api-key': 'key-of-reports' }
const otherKey = { 'x-api-key': 'other' }

/** For `schemes.py` and `schemes.ts`. */
export const SCHEMES: readonly Sent[] = [
  get('a stranger', '/feed'),
  get('a bad token is a stranger', '/feed', bearer('bad')),
  get('an expired token is a stranger', '/feed', bearer(token({ exp: 1 }))),
  get('an empty token is a stranger', '/feed', { authorization: 'Bearer' }),
  get('another scheme is a stranger', '/feed', basic('ops:swordfish')),
  get('a good token is none', '/feed', bearer(good)),

  get('a key', '/metrics', key),
  get('an unknown key', '/metrics', otherKey),
  ...differing(
    'No API key, no token for `HTTPBearer`',
    get('no key', '/metrics'),
    get('an empty key', '/metrics', { 'x-api-key': '' }),
    get('no cron token', '/cron'),
    get('an empty cron token', '/cron', { authorization: 'Bearer' }),
    get('a cron token of another scheme', '/cron', basic('ops:swordfish')),
  ),
  ...differing('Two `X-API-Key` headers', get('two keys', '/metrics', { 'x-api-key': ['key-of-reports', 'other'] })),
  get('a cron token', '/cron', bearer('cron-token')),
  get('a wrong cron token', '/cron', bearer('other')),

  get('a key alone', '/reports', key),
  get('a token alone', '/reports', bearer(good)),
  get('a key and a token', '/reports', { ...bearer(good), ...key }),
  get('a good token and a bad key', '/reports', { ...bearer(good), ...otherKey }),
  ...differing(
    'A bad token and a good key',
    get('a bad token and a good key', '/reports', { ...bearer('bad'), ...key }),
  ),
  ...differing(
    'No good token, where a key would do',
    get('neither', '/reports'),
    get('a bad token alone', '/reports', bearer('bad')),
    send('DELETE', '/posts/1'),
    get('a post without a token', '/posts/1'),
  ),
  ...differing('A bad key, where a token would do', get('a bad key alone', '/reports', otherKey)),

  get('an operator', '/ops', basic('ops:swordfish')),
  get('an operator with a wrong password', '/ops', basic('ops:guess')),
  ...differing(
    'No credentials for `HTTPBasic`',
    get('no operator', '/ops'),
    get('an operator with another scheme', '/ops', bearer(good)),
  ),
  ...differing(
    'An undecodable username for `HTTPBasic`',
    get('an operator without a colon', '/ops', basic('ops')),
    get('an operator that is no base64', '/ops', { authorization: 'Basic %%%' }),
    get('an operator in Latin 1', '/ops', basic(Buffer.from('öps:swordfish', 'latin1'))),
  ),
  ...differing('A username in UTF-8 for `HTTPBasic`', get('an operator in UTF-8', '/ops', basic('öps:swordfish'))),

  ...differing(
    'A refresh token that the same key signed',
    get('a refresh token', '/reports', bearer(token({ type: 'refresh' }))),
  ),
  get('a token that says it is for access', '/reports', bearer(token({ type: 'access' }))),

  get('a post', '/posts/1', key),
  get('a post that is not there', '/posts/2', key),
  ...differing('No token, where an earlier dependency refuses', get('no post and no token', '/posts/2')),

  send('POST', '/posts', key),
  send('DELETE', '/posts/1', key),
]
