/** What a page may load: nothing from elsewhere, nothing inline. Requests go to the site itself and to `origins`. */
export function contentSecurityPolicy(origins: readonly string[] = []): string {
  const connect = ["'self'", ...origins].join(' ')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The origins that a document names for requests: its servers, and where its schemes get tokens. */
export function originsOf(document: unknown): readonly string[] {
  const found = new Set<string>()
  const visit = (value: unknown, key: string): void => {
    const origin = typeof value === 'string' && URLS.has(key) ? originOf(value) : undefined
    if (origin !== undefined) found.add(origin)
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, name)
    }
  }
  const { servers, components } = Object(document) as { servers?: unknown; components?: { securitySchemes?: unknown } }
  visit(servers, '')
  visit(components?.securitySchemes, '')
  return [...found]
}

const URLS = new Set(['url', 'tokenUrl', 'refreshUrl', 'openIdConnectUrl'])

/** A server's URL may hold variables, `https://{region}.example.com`: what they stand for in CSP is `*`. */
function originOf(url: string): string | undefined {
  return /^https?:\/\/[\w.:*[\]-]+(?=$|[/?#])/i.exec(url.replace(/\{[^}]*\}/g, '*'))?.[0]
}
