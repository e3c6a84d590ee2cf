import { describe, expect, it, vi } from 'vitest'
import { openInEditor } from './editor.js'

// TypeScript reads its own libraries first.
vi.setConfig({ testTimeout: 60_000 })

const imports = `import { anyOf, apiKey, authentication, depends, httpBearer, optional, run, security } from '@scopetree/core/tree'\n`

describe('an editor shows', () => {
  const program = `${imports}
interface User { readonly username: string; readonly disabled: boolean }
declare const users: Map<string, User>
const scopes = { me: 'Read yourself.', items: 'Read items.' }
const currentUser = httpBearer({ scopes }, (token) => {
  const user = users.get(token)
  return user && { user, scopes: ['me'] }
})
const demandingUser = security(currentUser, 'me')
const activeUser = depends(demandingUser, (someUser, context) => someUser)
const database = depends(() => ({ query: (sql: string) => [sql] }))
const page = depends({ user: security(activeUser, 'items'), database })
const service = apiKey({ in: 'header', key: 'x-key', scopes: { items: '' } }, (key) => ({ user: { key } }))
const caller = anyOf(activeUser, service)
const guest = optional(activeUser)
const session = authentication(currentUser)
const answer = run(page, new Request('http://localhost/'), ({ user }) => user.username)
`
  const editor = openInEditor(program)

  it('no error', () => {
    expect(editor.errors()).toEqual([])
  })

  it.each([
    ['currentUser', 'const currentUser: SecurityScheme<User, "me" | "items", unknown>'],
    ['demandingUser', 'const demandingUser: Dependency<User, "me" | "items">'],
    ['activeUser', 'const activeUser: Dependency<User, "me" | "items">'],
    ['someUser', '(parameter) someUser: User'],
    ['context', '(parameter) context: DependencyContext<"me" | "items">'],
    ['caller', 'const caller: Dependency<User | {\n    key: string;\n}, "items">'],
    ['guest', 'const guest: Dependency<User | null, never>'],
    ['answer', 'const answer: Promise<string>'],
  ])('%s in one line', (name, text) => {
    // Line breaks are only in what the user wrote as an object.
    expect(editor.hover(name)).toBe(text)
  })

  it.each([
    ['page', 'user: User; database: { query: (sql: string) => string[]; };'],
    ['session', 'user: User; scopes: readonly string[]; claims: unknown;'],
  ])('%s as the record that it is, and its scopes', (name, record) => {
    const text = `const ${name}: Dependency<{ ${record} }, "me" | "items">`
    expect(editor.hover(name).replaceAll(/\s+/g, ' ')).toBe(text)
  })
})

describe('an editor shows of a user that a token names', () => {
  const editor = openInEditor(`${imports}import { defineAuth, getCurrentUser, hs256 } from '@scopetree/core'
interface User { readonly name: string }
declare const users: Map<string, { user: User; passwordHash: string }>
const auth = defineAuth({ key: hs256('…'), scopes: { me: '', items: '' }, findUser: (name) => users.get(name) })
const found = getCurrentUser(auth, '')
const currentUser = httpBearer({ scopes: auth.scopes }, (token) => getCurrentUser(auth, token))
const service = apiKey({ in: 'header', key: 'x-key', scopes: { items: '' } }, (key) => users.get(key))
const caller = anyOf(currentUser, service)
const guest = optional(currentUser)
`)

  it.each([
    ['found', 'const found: Promise<CurrentUser<User, AccessTokenClaims>>'],
    ['currentUser', 'const currentUser: SecurityScheme<User, "me" | "items", AccessTokenClaims>'],
    ['caller', 'const caller: Dependency<User, "items">'],
    ['guest', 'const guest: Dependency<User | null, never>'],
  ])('%s without a wrapper', (name, text) => {
    expect(editor.errors()).toEqual([])
    expect(editor.hover(name)).toBe(text)
  })
})

describe('an error of a scope', () => {
  const editor = openInEditor(`${imports}
const currentUser = httpBearer({ scopes: { me: '', items: '' } }, () => ({ user: 1 }))
security(currentUser, 'itmes')
security(depends({ one: depends(currentUser) }), 'itmes')
run(security(currentUser, 'itmes'), new Request('http://localhost/'), () => 1)
security(depends(() => 1), 'me')
`)

  it('that is misspelt names those that there are; of one that nothing would check says that there are none', () => {
    const known = `Argument of type '"itmes"' is not assignable to parameter of type '"me" | "items"'.`
    const none = `Argument of type '"me"' is not assignable to parameter of type 'never'.`
    expect(editor.errors()).toEqual([known, known, known, none])
  })
})

describe('64 alternatives, each with 100 scopes that all know and one of its own', () => {
  const shared = Array.from({ length: 100 }, (_, index) => `scope${index}: ''`).join(', ')
  const own = (index: number): string => `httpBearer({ scopes: { ${shared}, own${index}: '' } }, () => ({ user: 1 }))`
  const caller = `const caller = anyOf(${Array.from({ length: 64 }, (_, index) => own(index)).join(',\n')})`

  it('take a scope that all know, and none that one of them knows', () => {
    const demands = ['scope0', 'scope99', 'own0', 'own63', 'itmes'].map((scope) => `security(caller, '${scope}')`)
    const errors = openInEditor(`${imports}${caller}\n${demands.join('\n')}`).errors()
    expect(errors.map((error) => error.split(' ', 5).join(' '))).toEqual([
      `Argument of type '"own0"' is`,
      `Argument of type '"own63"' is`,
      `Argument of type '"itmes"' is`,
    ])
  })
})

describe('200 routes, each over a tree of four levels and 100 scopes', () => {
  const names = Array.from({ length: 100 }, (_, index) => `scope${index}`)
  const program = (routes: number): string => `${imports}
const scopes = { ${names.map((name) => `${name}: ''`).join(', ')} }
const currentUser = httpBearer({ scopes }, (token) => ({ user: { token } }))
const service = apiKey({ in: 'header', key: 'x-key', scopes }, (key) => ({ user: { key } }))
const database = depends(() => ({ query: (sql: string) => [sql] }))
${Array.from(
  { length: routes },
  (_, index) => `
const active${index} = depends(security(currentUser, '${names[index % 100]}'), (user) => ({ ...user, n${index}: ${index} }))
const caller${index} = anyOf(active${index}, service)
const page${index} = depends({ user: security(caller${index}, '${names[(index + 7) % 100]}'), guest: optional(active${index}), database },
  ({ user, guest, database }, { requiredScopes }) => ({ user, guest, rows: database.query(requiredScopes.join()) }))
export const route${index} = run(security(page${index}, '${names[(index + 3) % 100]}'), new Request('http://localhost/'), (page) => page.rows)
`,
).join('')}`

  it('make no more work for types than so much for each route', () => {
    const none = openInEditor(program(0))
    const all = openInEditor(program(200))
    expect(all.errors()).toEqual([])
    const perRoute = (all.instantiations() - none.instantiations()) / 200
    // 290 when this was written.
    expect(perRoute).toBeGreaterThan(0)
    expect(perRoute).toBeLessThan(400)
  })
})
