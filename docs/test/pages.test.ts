import { existsSync, readdirSync, readFileSync } from 'node:fs'
import * as core from '@scopetree/core'
import type {
  InvalidTokenReason,
  PasswordRefusedReason,
  TokenRequestErrorCode,
  UnavailableReason,
} from '@scopetree/core'
import { describe, expect, test } from 'vitest'
import { pictures } from '../.vitepress/pictures.js'
import { withSections } from '../.vitepress/quoted-sections.js'
import { groups } from '../.vitepress/sidebar.js'

const docs = new URL('../', import.meta.url)
/** Written by hand, that is: not by typedoc, and not the README of a folder of an example. */
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.md') && !/(?:^|\/)(?:node_modules|reference|examples|\.vitepress)\//.test(name),
)

describe.each(pages)('%s', (name) => {
  const page = new URL(name, docs)
  const text = withSections(readFileSync(page, 'utf8'), page.pathname)

  test('quotes programs that exist', () => {
    const quoted = [...text.matchAll(/^<<< ([^\s{#]+)(?:#([\w-]+))?/gm)]
    const missing = quoted.filter(([, path = '', region]) => {
      const file = new URL(path, page)
      return !existsSync(file) || (region !== undefined && !readFileSync(file, 'utf8').includes(`#region ${region}\n`))
    })
    expect(missing.map(([quote]) => quote)).toEqual([])
  })

  test('links to what exists', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(link, page))
    expect(broken).toEqual([])
  })

  test('has no program of its own: what is quoted is compiled and run', () => {
    const languages = [...text.matchAll(/^```(\w+)/gm)].map(([, language]) => language)
    expect(languages.filter((language) => !['sh', 'http', 'json', 'text'].includes(language ?? ''))).toEqual([])
  })

  test('hides no program in a block of text', () => {
    const texts = [...text.matchAll(/^ *```text\n(.*?)^ *```$/gms)].map(([, block = '']) => block)
    expect(texts.filter((block) => /=>|\bawait /.test(block))).toEqual([])
  })
})

function leadsSomewhere(link: string, page: URL): boolean {
  const [path = '', anchor] = link.split('#')
  // A file in `public` is found at the root. The reference is made by the build, which fails on a dead link itself.
  if (path.startsWith('/')) return existsSync(new URL(`public${path}`, docs))
  if (path.includes('/reference/')) return true
  const target = path === '' ? page : new URL(path, page)
  if (!existsSync(target)) return false
  return anchor === undefined || anchorsOf(target).includes(anchor)
}

function anchorsOf(page: URL): string[] {
  const headings = [...withSections(readFileSync(page, 'utf8'), page.pathname).matchAll(/^#+ (.+)$/gm)]
  return headings.map(([, heading = '']) => {
    const [, own] = /\{#([\w-]+)\}$/.exec(heading) ?? []
    return (
      own ??
      heading
        .toLowerCase()
        .replaceAll(/[^\w]+/g, '-')
        .replaceAll(/^-|-$/g, '')
    )
  })
}

test('every page is in the navigation', () => {
  const listed = groups.flatMap(({ items }) => items.map(({ link }) => link))
  const missing = pages.filter((name) => !listed.includes(`/${name.replace(/(?:index)?\.md$/, '')}`))
  expect(missing).toEqual(['index.md'])
})

test('every program is quoted by a page that explains it', () => {
  const texts = pages.map((name) => readFileSync(new URL(name, docs), 'utf8')).join('\n')
  const programs = readdirSync(new URL('examples', docs), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  const unquoted = programs.filter(({ name }) => !texts.includes(`/examples/${name}/`))
  expect(unquoted.map(({ name }) => name)).toEqual([])
})

test.each([...pictures])('%s shows what the program is now (pnpm docs:draw)', (name, svg) => {
  expect(readFileSync(new URL(`public/${name}`, docs), 'utf8')).toBe(svg)
})

test('the page on responsibilities says where each of those in SECURITY.md is explained', () => {
  const policy = readFileSync(new URL('../SECURITY.md', docs), 'utf8')
  const [, list = ''] = policy.split('### What you must handle')
  const demanded = [...list.matchAll(/^- \*\*(.+?)\.\*\*/gm)].map(([, name]) => name)
  const page = readFileSync(new URL('responsibilities.md', docs), 'utf8')
  const explained = [...page.matchAll(/^\| (.+?) +\| \[/gm)].map(([, name]) => name)
  expect(demanded.length).toBeGreaterThan(5)
  expect(explained).toEqual(demanded)
})

describe('the page on errors', () => {
  const anchors = anchorsOf(new URL('errors.md', docs))

  test('has every class of errors', () => {
    const classes = Object.entries(core).flatMap(([name, value]) =>
      typeof value === 'function' && value.prototype instanceof Error ? [name.toLowerCase()] : [],
    )
    expect(classes.length).toBeGreaterThan(5)
    expect(classes.filter((name) => !anchors.includes(name))).toEqual([])
  })

  // Records, so that a reason that is new does not compile until it is here, and then has to be on the page.
  const invalidToken: Record<InvalidTokenReason, 1> = {
    malformed: 1,
    signature: 1,
    expired: 1,
    not_yet_valid: 1,
    issuer: 1,
    audience: 1,
    type: 1,
    claims: 1,
    revoked: 1,
    unknown_user: 1,
  }
  const tokenRequest: Record<TokenRequestErrorCode, 1> = {
    invalid_request: 1,
    invalid_client: 1,
    invalid_grant: 1,
    invalid_scope: 1,
    unsupported_grant_type: 1,
  }
  const passwordRefused: Record<PasswordRefusedReason, 1> = { empty: 1, nul: 1, malformed: 1, too_long: 1 }
  const unavailable: Record<UnavailableReason, 1> = { busy: 1, keys: 1 }

  test.each([
    ['invalid_token', invalidToken],
    ['token_request', tokenRequest],
    ['password_refused', passwordRefused],
    ['temporarily_unavailable', unavailable],
  ])('has every reason of %s', (code, reasons) => {
    expect(Object.keys(reasons).filter((reason) => !anchors.includes(`${code}-${reason}`))).toEqual([])
  })

  test('names each code, and gives each a cause and a cure', () => {
    const text = readFileSync(new URL('errors.md', docs), 'utf8')
    for (const code of [
      'unauthenticated',
      'invalid_token',
      'insufficient_scope',
      'password_refused',
      'temporarily_unavailable',
    ]) {
      expect(text).toContain(`\`${code}\``)
    }
    const reasons = text.split(/^### /m).slice(1)
    const incomplete = reasons.filter((reason) => !reason.includes('**Cause.**') || !reason.includes('**Cure.**'))
    expect(incomplete).toEqual([])
  })
})
