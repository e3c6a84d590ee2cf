import { runInNewContext } from 'node:vm'
import { depends, httpBearer, oauth2AuthorizationCode, security, type Route } from '@scopetree/core'
import { docsPages, type DocsPagesOptions, type DocsSource } from '@scopetree/docs-ui'
import { describe, expect, it } from 'vitest'

const info = { title: 'Test', version: '1.0.0' }
const currentUser = httpBearer({ scopes: { me: 'Me' } }, () => null)
const routes: readonly Route[] = [
  { method: 'GET', path: '/me', guard: security(currentUser, 'me') },
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/internal', details: [{ hidden: true }] },
]

function pagesOf(options: DocsPagesOptions = {}, source: DocsSource = { info, routes }) {
  const pages = docsPages(source, options)
  return {
    paths: Object.keys(pages),
    text: (path: string): string => {
      const { body = '' } = pages[path] ?? {}
      return typeof body === 'string' ? body : new TextDecoder().decode(body)
    },
    headers: (path: string): Readonly<Record<string, string>> => pages[path]?.headers ?? {},
    status: (path: string) => pages[path]?.status,
  }
}

/** Every URL that a page loads or leads to, as a browser at `at` resolves it. */
function linksOf(page: string, at: string): string[] {
  const links = [...page.matchAll(/(?:href|src)="([^"#]*)"/g)].map(([, link = '']) => new URL(link, at))
  return links.map(({ origin, pathname }) => (origin === new URL(at).origin ? pathname : origin))
}

describe('the pages', () => {
  it.each([
    ['/docs', '/docs/'],
    ['/docs/', '/docs'],
    ['/', undefined],
  ])('lead to one another, and load nothing that is not among them: %s, moved from %s', (docs, ...moved) => {
    const { paths, text, headers, status } = pagesOf({ paths: { docs } })
    const redirects = paths.filter((path) => status(path) === 308)
    expect(redirects).toEqual(moved.filter((path) => path !== undefined))
    for (const path of redirects) {
      expect(new URL(headers(path)['location'] ?? '', `https://api.example${path}`).pathname).toBe(docs)
    }
    for (const path of paths.filter((one) => text(one).startsWith('<!doctype html>'))) {
      for (const prefix of ['', '/some/prefix']) {
        for (const link of linksOf(text(path), `https://api.example${prefix}${path}`)) {
          expect(paths.map((one) => `${prefix}${one}`)).toContain(link)
        }
      }
    }
  })

  it.each(['/docs', '/docs/tree', '/docs/oauth2-redirect'])(
    '%s needs nothing inline, and its policy forbids it',
    (path) => {
      const { text, headers } = pagesOf()
      expect(text(path)).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i)
      const policy = headers(path)['content-security-policy'] ?? ''
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "frame-ancestors 'none'",
        ]),
      )
      expect(policy).not.toMatch(/unsafe|\*/)
    },
  )

  it('say what they are', () => {
    const { paths, headers } = pagesOf()
    expect(Object.fromEntries(paths.map((path) => [path, headers(path)['content-type']]))).toEqual({
      '/openapi.json': 'application/json',
      '/docs': 'text/html; charset=utf-8',
      '/docs/': undefined,
      '/docs/icon.svg': 'image/svg+xml; charset=utf-8',
      '/docs/page.css': 'text/css; charset=utf-8',
      '/docs/init.js': 'text/javascript; charset=utf-8',
      '/docs/oauth2-redirect': 'text/html; charset=utf-8',
      '/docs/assets/swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
      '/docs/assets/swagger-ui.css': 'text/css; charset=utf-8',
      '/docs/assets/oauth2-redirect.js': 'text/javascript; charset=utf-8',
      '/docs/tree': 'text/html; charset=utf-8',
      '/docs/tree.css': 'text/css; charset=utf-8',
    })
    for (const path of paths.filter((one) => one !== '/docs/')) {
      expect(headers(path)['x-content-type-options']).toBe('nosniff')
    }
  })

  it('escape what others have named', () => {
    const title = `</title><script>alert(1)</script>"'&`
    const guard = depends(
      currentUser,
      Object.defineProperty(() => 1, 'name', { value: '<img src=x onerror=alert(1)>' }),
    )
    const odd = [{ method: 'GET', path: '/"><b>', guard }]
    const { paths, text } = pagesOf({}, { info: { title, version: '1' }, routes: odd })
    for (const path of paths.filter((one) => text(one).startsWith('<!doctype'))) {
      expect(text(path)).not.toMatch(/<script>|<img|<b>/)
    }
    expect(text('/docs/tree')).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('can be elsewhere', () => {
    const { paths, text } = pagesOf({ paths: { docs: '/help/api', openapi: '/v1/openapi.json', tree: '/scopes' } })
    expect(paths).toEqual(expect.arrayContaining(['/help/api', '/v1/openapi.json', '/scopes', '/scopes.css']))
    for (const path of ['/help/api', '/scopes']) {
      for (const link of linksOf(text(path), `https://api.example${path}`)) expect(paths).toContain(link)
    }
    expect(new URL('../', 'https://api.example/v1/openapi.json').pathname).toBe('/')
    expect(JSON.parse(text('/v1/openapi.json'))).toMatchObject({ servers: [{ url: '../' }] })
  })

  it('are where they are by default, and as they are, where an option is undefined', () => {
    const unset: DocsPagesOptions = {
      paths: { docs: undefined, openapi: undefined, tree: undefined },
      swaggerUi: { validatorUrl: undefined },
      oauth: { clientId: undefined },
      assets: undefined,
      names: undefined,
    }
    const { paths, text } = pagesOf(unset)
    expect(paths).toEqual(pagesOf().paths)
    expect(startedWith(text('/docs/init.js'))).toEqual(startedWith(pagesOf().text('/docs/init.js')))
    const none = { paths: undefined, swaggerUi: undefined, oauth: undefined }
    expect(startedWith(pagesOf(none).text('/docs/init.js'))).toEqual(startedWith(text('/docs/init.js')))
  })

  it('can be left out, one by one', () => {
    expect(pagesOf({ paths: { docs: false, tree: false } }).paths).toEqual(['/openapi.json'])
    expect(pagesOf({ paths: { docs: false } }).paths).toEqual(
      expect.not.arrayContaining(['/docs', '/docs/init.js', '/docs/assets/swagger-ui.css']),
    )
    const { paths, text } = pagesOf({ paths: { tree: false } })
    expect(paths).not.toContain('/docs/tree')
    expect(text('/docs')).not.toContain('tree')
  })
})

describe('the document', () => {
  it('is where the pages look for it, with a server that moves with it', () => {
    const { text } = pagesOf()
    expect(JSON.parse(text('/openapi.json'))).toMatchObject({ openapi: '3.1.0', info, servers: [{ url: '.' }] })
  })

  it('may be one that there is already', () => {
    const document = { openapi: '3.1.0', info, servers: [{ url: 'https://api.example' }], paths: {} }
    const { text } = pagesOf({}, { document, routes })
    expect(JSON.parse(text('/openapi.json'))).toEqual(document)
    expect(text('/docs/tree')).toContain('/me')
  })
})

describe('Swagger UI', () => {
  it('is told not to keep tokens, and what the application tells it', () => {
    const started = startedWith(pagesOf().text('/docs/init.js'))
    expect(started.config).toMatchObject({
      persistAuthorization: false,
      validatorUrl: null,
      url: 'https://api.example/v1/openapi.json',
      oauth2RedirectUrl: 'https://api.example/v1/docs/oauth2-redirect',
    })
    expect(started.oauth).toEqual({ clientId: '' })

    const options = { swaggerUi: { persistAuthorization: true, filter: '</script>' }, oauth: { scopes: 'me' } }
    const told = startedWith(pagesOf(options).text('/docs/init.js'))
    expect(told.config).toMatchObject(options.swaggerUi)
    expect(told.oauth).toEqual({ clientId: '', scopes: 'me' })
  })

  it('may send requests to where the document says, and nowhere else', () => {
    const connect = (source: DocsSource): string | undefined => {
      const policy = pagesOf({}, source).headers('/docs')['content-security-policy'] ?? ''
      return /connect-src ([^;]*)/.exec(policy)?.[1]
    }
    expect(connect({ info, routes })).toBe("'self'")
    const urls = { authorizationUrl: 'https://login.example/authorize', tokenUrl: 'https://login.example/token' }
    const guard = oauth2AuthorizationCode(urls, () => null)
    const servers = [
      { url: 'https://{region}.api.example/v1' },
      { url: '/v1' },
      { url: "https://evil.example;script-src 'unsafe-inline'" },
    ]
    expect(connect({ info, routes: [{ method: 'GET', path: '/', guard }], servers })).toBe(
      "'self' https://*.api.example https://login.example",
    )
  })

  it.each([
    ['/static/swagger-ui/', '/static/swagger-ui'],
    ['static', '/v1/static'],
    ['/', ''],
  ])('may have its files served by others, from %s', (assets, folder) => {
    const { paths, text } = pagesOf({ assets })
    expect(paths.filter((path) => path.includes('/assets/'))).toEqual([])
    expect(linksOf(text('/docs'), 'https://api.example/v1/docs')).toEqual(
      expect.arrayContaining([`${folder}/swagger-ui.css`, `${folder}/swagger-ui-bundle.js`]),
    )
    expect(linksOf(text('/docs/oauth2-redirect'), 'https://api.example/v1/docs/oauth2-redirect')).toEqual([
      `${folder}/oauth2-redirect.js`,
    ])
  })

  it.each([
    ['/docs/', '/static', '/static'],
    ['/docs/', 'static', '/v1/docs/static'],
    ['/', 'static', '/v1/static'],
  ])('may be at %s, and have its files served by others, from %s', (docs, assets, folder) => {
    const { text } = pagesOf({ paths: { docs }, assets })
    const links = [docs, `${docs}oauth2-redirect`].flatMap((path) =>
      linksOf(text(path), `https://api.example/v1${path}`),
    )
    expect(links).toEqual(
      expect.arrayContaining(['swagger-ui.css', 'oauth2-redirect.js'].map((name) => `${folder}/${name}`)),
    )
  })
})

describe('assets', () => {
  it.each([
    'https://cdn.example/swagger-ui',
    'HTTP://cdn.example',
    '//cdn.example',
    '/\\cdn.example',
    'data:text/css,',
  ])('are of the site itself, not from %s, which its policy would block', (assets) => {
    expect(() => pagesOf({ assets })).toThrow(
      new TypeError(`"assets" must be a path of this site: the pages load nothing from elsewhere, such as ${assets}`),
    )
  })
})

/** What the program that starts Swagger UI passes to it, on a page below /v1. */
function startedWith(program: string): { config: unknown; oauth: unknown } {
  const started: { config?: unknown; oauth?: unknown } = {}
  const bundle = (config: unknown) => {
    started.config = config
    return { initOAuth: (oauth: unknown) => (started.oauth = oauth) }
  }
  const document = { location: { href: 'https://api.example/v1/docs' } }
  runInNewContext(program, { SwaggerUIBundle: bundle, URL, document })
  return { config: started.config, oauth: started.oauth }
}

describe('the tree page', () => {
  it('shows every route that does not hide, and which of them are open', () => {
    const page = pagesOf().text('/docs/tree')
    expect(page).toContain('/me')
    expect(page).toMatch(/class="open"[\s\S]*\/health[\s\S]*open to everybody/)
    expect(page).not.toContain('/internal')
  })

  it('shows the very routes that the document does, where a router and a route disagree', () => {
    const details = [{ hidden: true }, { hidden: false }]
    const { text } = pagesOf({}, { info, routes: [{ method: 'GET', path: '/shown', details }] })
    expect(text('/openapi.json')).toContain('/shown')
    expect(text('/docs/tree')).toContain('/shown')
  })

  it('names dependencies as it is told to', () => {
    expect(pagesOf({ names: { currentUser } }).text('/docs/tree')).toContain('currentUser')
  })

  it.each(['constructor', 'toString', '__proto__'])('takes a scheme named %s for no other', (name) => {
    const named = httpBearer({ name, scopes: { me: 'Me' } }, () => null)
    const guarded = [
      { method: 'GET', path: '/named', guard: security(named, 'me') },
      { method: 'GET', path: '/bearer', guard: security(currentUser, 'me') },
    ]
    const rows = pagesOf({}, { info, routes: guarded })
      .text('/docs/tree')
      .match(/<tr>\s*<th scope="row">.*?<\/tr>/gs)
    const demanded = rows?.map((row) => row.match(/<td.*?<\/td>/gs)?.map((cell) => cell.includes('needed')))
    expect(demanded).toEqual([
      [true, true, false, false],
      [false, false, true, true],
    ])
  })
})
