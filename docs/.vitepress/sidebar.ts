import { existsSync, readdirSync, readFileSync } from 'node:fs'

interface Group {
  readonly text: string
  readonly items: { readonly text: string; readonly link: string }[]
}

const docs = new URL('../', import.meta.url)

function group(text: string, ...links: readonly string[]): Group {
  return { text, items: links.map((link) => ({ text: titleOf(link), link })) }
}

/** A page's own heading: no title stands in two places. */
function titleOf(link: string): string {
  const file = new URL(`.${link.endsWith('/') ? `${link}index` : link}.md`, docs)
  // What the build makes is not there before it.
  if (!existsSync(file)) return link.replaceAll('/', '')
  return /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? link
}

function pagesIn(folder: string): string[] {
  if (!existsSync(new URL(folder, docs))) return []
  return readdirSync(new URL(folder, docs))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `/${folder}/${name.replace(/(?:index)?\.md$/, '')}`)
}

const named = [
  group('Start', '/start/', '/start/express', '/start/hono', '/start/node', '/start/edge', '/start/tutorial'),
  group(
    'Concepts',
    '/concepts/dependencies',
    '/concepts/scopes',
    '/concepts/challenges',
    '/concepts/tokens',
    '/concepts/password-login',
  ),
  group(
    'Recipes',
    '/recipes/',
    '/guide/frameworks',
    '/recipes/one-route',
    '/recipes/planner',
    '/guide/issuers',
    '/recipes/edge',
    '/recipes/cookies',
    '/guide/cors',
    '/recipes/api-keys',
    '/recipes/subjects',
    '/recipes/tenants',
    '/guide/scope-rules',
    '/recipes/throttling',
    '/recipes/refresh-tokens',
    '/guide/revocation',
    '/guide/key-rotation',
    '/guide/websockets',
    '/guide/openapi',
    '/recipes/testing',
    '/recipes/proxy',
  ),
  group(
    'Migrate',
    '/migrate/',
    '/migrate/fastapi',
    '/guide/bring-your-users',
    '/migrate/passport-jwt',
    '/migrate/express-jwt',
    '/migrate/express-oauth2-jwt-bearer',
    '/migrate/hono-jwt',
  ),
  group('Look up', '/errors', '/responsibilities', '/guide/compatibility', '/comparison'),
  group('Benchmarks', '/benchmarks/'),
]

const known = new Set(named.flatMap(({ items }) => items.map(({ link }) => link)))
const unnamed = (folder: string): string[] => pagesIn(folder).filter((link) => !known.has(link))

/** Pages that nobody has given a place yet come last in the group of their folder. */
export const groups: readonly Group[] = named.map(({ text, items }) => {
  const more = { Recipes: unnamed('guide'), 'Look up': unnamed('internals'), Benchmarks: unnamed('benchmarks') }[text]
  return { text, items: [...items, ...group(text, ...(more ?? [])).items] }
})

const entries = ['tree', 'token', 'password', 'openapi', 'testing', 'adapter'].map((entry) => `core/${entry}`)

const reference = {
  text: 'Reference',
  items: [
    { text: 'All packages', link: '/reference/' },
    ...['core', ...entries, 'node', 'express', 'hono', 'docs-ui'].map((name) => ({
      text: `@scopetree/${name}`,
      link: `/reference/@scopetree/${name}`,
    })),
  ],
}

export const sidebar = {
  '/': groups.map((one) => ({ ...one, items: [...one.items], collapsed: false })),
  '/reference/': [reference, { text: 'Pages', items: [{ text: 'Start', link: '/start/' }] }],
}
