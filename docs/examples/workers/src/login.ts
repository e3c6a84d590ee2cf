import { defineAuth, hs256, operation, passwordLogin, type Account } from '@scopetree/core'
import { authErrors, tokenEndpoint } from '@scopetree/hono'
import { Hono } from 'hono'

export interface Env {
  readonly SECRET_KEY: string
  /** A namespace of KV. */
  readonly USERS: { get(username: string, type: 'json'): Promise<Account<{ username: string }> | null> }
}

function defineConfig({ SECRET_KEY, USERS }: Env) {
  return defineAuth({ key: hs256(SECRET_KEY), findUser: (username) => USERS.get(username, 'json') })
}

const configs = new WeakMap<Env, ReturnType<typeof defineConfig>>()

function authOf(env: Env): ReturnType<typeof defineConfig> {
  const config = configs.get(env) ?? defineConfig(env)
  configs.set(env, config)
  return config
}

export const app = new Hono<{ Bindings: Env }>()

app.onError(authErrors())

// #region token
app.post(
  '/token',
  operation(passwordLogin, (c, next) => tokenEndpoint(authOf(c.env))(c, next)),
)
// #endregion token
