import { hc } from 'hono/client'
import type { Api } from './app.js'

/** A client whose calls and answers have the types of the API's routes. */
export function connect(url: string, token?: string) {
  return hc<Api>(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
}

/** Logs in by the form that OAuth 2 wants. */
export async function login(url: string, username: string, password: string, scope: string): Promise<string> {
  const body = new URLSearchParams({ username, password, scope })
  const response = await fetch(`${url}/token`, { method: 'POST', body })
  if (!response.ok) throw new Error(`The login was refused: ${response.status}`)
  const { access_token }: { access_token: string } = await response.json()
  return access_token
}
