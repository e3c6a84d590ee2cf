import { openapi, type DocumentLike, type OpenApiOptions, type Names, type Route } from '@scopetree/core'
import type { Page, Pages } from '@scopetree/core/adapter'
import { swaggerFiles } from '#swagger-files'
import { contentSecurityPolicy, originsOf } from './content-security-policy.js'
import { ICON } from './icons.js'
import type { Navigation } from './navigation.js'
import { PAGE_STYLE } from './page-style.js'
import { relativeUrl } from './relative-url.js'
import { oauth2RedirectPage, swaggerInit, swaggerPage, type SwaggerUiOptions } from './swagger-page.js'
import { treePage } from './tree-page.js'
import { TREE_STYLE } from './tree-style.js'

/** What the pages show: what `openapi` is told, or a document that there is already. */
export type DocsSource =
  | (OpenApiOptions & { readonly document?: undefined })
  | { readonly document: DocumentLike; readonly routes: Iterable<Route> }

/** Where each page is; `false` leaves it out. */
export interface DocsPaths {
  /** Swagger UI. Default: `/docs`. What it loads is below. */
  readonly docs?: string | false | undefined
  /** The OpenAPI document. Default: `/openapi.json`. */
  readonly openapi?: string | undefined
  /** The trees of all routes. Default: `/docs/tree`. */
  readonly tree?: string | false | undefined
}

/** Options of `docsPages`. */
export interface DocsPagesOptions {
  readonly paths?: DocsPaths | undefined
  /** Told to Swagger UI: `{ persistAuthorization: true }` keeps tokens in the browser's storage. */
  readonly swaggerUi?: SwaggerUiOptions | undefined
  /** What the Authorize dialog begins with: `{ scopes: 'me' }` ticks that scope. */
  readonly oauth?: SwaggerUiOptions | undefined
  /**
   * The folder, as a path of this site or relative to the Swagger UI page, where somebody else serves
   * `swagger-ui-bundle.js`, `swagger-ui.css` and `oauth2-redirect.js` of swagger-ui-dist. Without it they are read from
   * disk and served with the pages. No URL of another site: the pages run no script of others.
   */
  readonly assets?: string | undefined
  /** Names for dependencies that have none of their own. */
  readonly names?: Names | undefined
}

/**
 * The documentation of an application, for an adapter's `docs` to serve: Swagger UI, the OpenAPI document, and a page
 * that draws the tree of every route.
 *
 * All of it comes from the site itself, under a policy that forbids inline scripts and styles. Links are relative, so
 * it works behind a prefix; the document gets a relative server where it names none.
 *
 * It shows every route that does not hide: serve it behind a guard, or not at all, where that is not for everybody.
 *
 * @throws {TypeError} as `openapi`; no `assets` where no files can be read, or of another site
 * @example
 * app.use(docs(docsPages({ info, routes: routesOf(app) })))
 */
export function docsPages(source: DocsSource, options: DocsPagesOptions = {}): Pages {
  const document = source.document ?? openapi(source)
  const paths = withDefaults(options.paths)
  const folder = withoutSlash(paths.docs || '/docs')
  const served = { ...document, servers: serversOf(document) ?? [{ url: relativeUrl(paths.openapi, '/') }] }
  const policy = contentSecurityPolicy(originsOf(served))
  const title = titleOf(document)
  const linksFrom = (path: string, current: Navigation['current']): Navigation => ({
    title,
    current,
    docs: paths.docs === false ? undefined : relativeUrl(path, paths.docs),
    tree: paths.tree === false ? undefined : relativeUrl(path, paths.tree),
    openapi: relativeUrl(path, paths.openapi),
  })
  const shared: Pages = {
    [`${folder}/icon.svg`]: file('image/svg+xml', ICON),
    [`${folder}/page.css`]: file('text/css', PAGE_STYLE),
  }
  return {
    [paths.openapi]: file('application/json', JSON.stringify(served)),
    ...((paths.docs !== false || paths.tree !== false) && shared),
    ...(paths.docs !== false && swaggerPages(paths.docs)),
    ...(paths.tree !== false && treePages(paths.tree)),
  }

  function swaggerPages(path: string): Pages {
    const own = options.assets === undefined
    const urls = {
      icon: relativeUrl(path, `${folder}/icon.svg`),
      style: relativeUrl(path, `${folder}/page.css`),
      init: relativeUrl(path, `${folder}/init.js`),
      assets: own ? relativeUrl(path, `${folder}/assets`) : folderOf(options.assets),
      openapi: relativeUrl(path, paths.openapi),
      oauth2Redirect: relativeUrl(path, `${folder}/oauth2-redirect`),
      hidesServer: serversOf(document) === undefined,
    }
    const files = own ? Object.entries(swaggerFiles()).map(([name, page]) => [`${folder}/assets/${name}`, page]) : []
    // The redirect page may stand one level deeper than the page that `assets` is relative to.
    const isAsGiven = /^(?:\/|$)/.test(urls.assets) || path !== folder
    const assets = own ? 'assets' : isAsGiven ? urls.assets : `../${urls.assets}`
    const other = path === folder ? `${path}/` : folder
    return {
      [path]: page(swaggerPage(title, urls, linksFrom(path, 'docs')), policy),
      ...(other !== '' && { [other]: redirect(relativeUrl(other, path)) }),
      [`${folder}/init.js`]: file('text/javascript', swaggerInit(urls, options.swaggerUi, options.oauth)),
      [`${folder}/oauth2-redirect`]: page(oauth2RedirectPage(assets), contentSecurityPolicy()),
      ...(Object.fromEntries(files) as Pages),
    }
  }

  function treePages(path: string): Pages {
    const urls = {
      icon: relativeUrl(path, `${folder}/icon.svg`),
      styles: [`${folder}/page.css`, `${path}.css`].map((style) => relativeUrl(path, style)),
    }
    return {
      [path]: page(
        treePage(served, source.routes, urls, linksFrom(path, 'tree'), options.names),
        contentSecurityPolicy(),
      ),
      [`${path}.css`]: file('text/css', TREE_STYLE),
    }
  }
}

function withDefaults({ docs = '/docs', openapi: document = '/openapi.json', tree = '/docs/tree' }: DocsPaths = {}) {
  return { docs, openapi: document, tree }
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}

/** Without the slash at its end. */
function folderOf(assets: string): string {
  if (/^(?:[a-z][\w+.-]*:|[/\\]{2})/i.test(assets)) {
    throw new TypeError(
      `"assets" must be a path of this site: the pages load nothing from elsewhere, such as ${assets}`,
    )
  }
  return withoutSlash(assets)
}

function serversOf(document: DocumentLike): unknown {
  return 'servers' in document ? document.servers : undefined
}

function titleOf(document: DocumentLike): string {
  const { info } = document as { readonly info?: { readonly title?: unknown } }
  return typeof info?.title === 'string' ? info.title : 'API'
}

function page(content: { toString(): string }, policy: string): Page {
  const { headers, ...rest } = file('text/html', String(content))
  return { ...rest, headers: { ...headers, 'content-security-policy': policy, 'referrer-policy': 'no-referrer' } }
}

function file(type: string, body: string): Page {
  const charset = type === 'application/json' ? '' : '; charset=utf-8'
  return {
    status: 200,
    headers: { 'content-type': `${type}${charset}`, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
    body,
  }
}

function redirect(location: string): Page {
  return { status: 308, headers: { location }, body: '' }
}
