export type Call = (path: string, init?: RequestInit) => Promise<Response>

/** Logs in and reads the items, and is refused where it has to be. */
export async function tryOut(call: Call): Promise<void> {
  const read = (headers: Record<string, string>): Promise<Response> => call('/items', { headers })
  const tokenFor = async (scope: string): Promise<string> => {
    const body = new URLSearchParams({ username: 'johndoe', password: 'secret', scope })
    const answer = await call('/token', { method: 'POST', body })
    expect('login', answer.status, 200)
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const good = await read({ authorization: `Bearer ${await tokenFor('items me')}` })
  expect('both scopes', [good.status, await good.json()], [200, [{ name: 'Foo', owner: 'johndoe' }]])
  const lacking = await read({ authorization: `Bearer ${await tokenFor('me')}` })
  expect('one scope', lacking.status, 403)
  const none = await read({})
  expect('no token', [none.status, none.headers.get('www-authenticate')], [401, 'Bearer scope="items me"'])
}

export function expect(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (is !== should) throw new Error(`${what}: expected ${should}, got ${is}`)
}
