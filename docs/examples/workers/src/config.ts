import { defineAuth, hs256, remoteJwks } from '@scopetree/core'

/** Variables and secrets of the Worker: `wrangler.jsonc` and `wrangler secret put LINK_SECRET`. */
export interface Env {
  /** Who logs users in, as it stands in its tokens. */
  readonly ISSUER: string
  /** Where it publishes its keys. */
  readonly JWKS_URL: string
  /** The name by which the issuer knows this API. */
  readonly AUDIENCE: string
  /** Signs the links that let others read a note. Make one: openssl rand -hex 32 */
  readonly LINK_SECRET: string
}

export const scopes = { 'notes:read': 'Read your notes.', 'notes:share': 'Make links to your notes.' }

function defineConfig({ ISSUER, JWKS_URL, AUDIENCE, LINK_SECRET }: Env) {
  return {
    users: defineAuth({ key: remoteJwks(JWKS_URL, { issuer: ISSUER, audience: AUDIENCE }), scopes }),
    links: defineAuth({ key: hs256(LINK_SECRET), expiresIn: 60 * 60 }),
  }
}

type Config = ReturnType<typeof defineConfig>

const configs = new WeakMap<Env, Config>()

/**
 * The config of this `env`, made once: with it live the issuer's keys, which one for each request would fetch anew.
 *
 * A constant would need `env` from the module `cloudflare:workers`, which other runtimes do not have.
 */
export function configOf(env: Env): Config {
  const config = configs.get(env) ?? defineConfig(env)
  configs.set(env, config)
  return config
}
