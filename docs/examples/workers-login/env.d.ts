/** What `npx wrangler types` makes of wrangler.jsonc and of the secrets; here, what the program uses of it. */
declare module 'cloudflare:workers' {
  const env: {
    readonly SECRET_KEY: string
    readonly USERS: { get<T>(key: string, type: 'json'): Promise<T | null> }
  }
}
