import { anyOf, apiKey, depends, explain, optional, run, security } from '@scopetree/core'
import { activeUser, currentUser, itemsOfUser, requestWith, tokenWith } from './application.js'
import { equal, refusal, type Checks } from './check.js'

const count = depends(function count({ request }) {
  return calls.set(request.raw, (calls.get(request.raw) ?? 0) + 1).get(request.raw) ?? 0
})
const calls = new WeakMap<object, number>()

const clientKey = apiKey({ in: 'header', key: 'x-key' }, (key) =>
  key === 'open' ? { user: { username: 'a client' } } : null,
)

export const tree: Checks = {
  'tree: scopes add up from the route to the token': async () => {
    equal(await run(itemsOfUser, requestWith(await tokenWith('items me')), (items) => items), [
      { name: 'Foo', owner: 'johndoe' },
    ])
    for (const scope of ['', 'me', 'items']) {
      const refused = await refusal(itemsOfUser(requestWith(await tokenWith(scope))))
      equal(refused.code, 'insufficient_scope')
    }
  },

  'tree: a dependency refuses for its own reasons': async () => {
    const { name, code } = await refusal(activeUser(requestWith(await tokenWith('me', 'alice'))))
    equal([name, code], ['HttpError', undefined])
  },

  'tree: a dependency runs once for each request': async () => {
    const twice = depends({ one: count, two: depends(count, (calls) => calls) })
    equal(await twice(requestWith()), { one: 1, two: 1 })
    equal(await twice(requestWith()), { one: 1, two: 1 })
  },

  'tree: cleanups run when the body has been sent': async () => {
    const closed: string[] = []
    let end: (() => void) | undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    const connection = depends(({ defer }) => {
      defer(() => end?.())
      defer(() => void closed.push('first'))
      defer(() => void closed.push('last'))
    })
    const response = await run(connection, requestWith(), () => new Response('body'))
    equal(closed, [])
    equal(await response.text(), 'body')
    await ended
    equal(closed, ['last', 'first'])
  },

  'tree: one of several schemes is enough': async () => {
    const anyone = anyOf(currentUser, clientKey)
    equal((await anyone(requestWith(await tokenWith('')))).username, 'johndoe')
    equal(await anyone(new Request('http://api.example/', { headers: { 'x-key': 'open' } })), { username: 'a client' })
    equal((await refusal(anyone(requestWith()))).code, 'unauthenticated')
  },

  'tree: optional gives null without credentials, and refuses bad ones': async () => {
    const guest = optional(security(currentUser, 'me'))
    equal(await guest(requestWith()), null)
    equal((await refusal(guest(requestWith('bad')))).code, 'invalid_token')
  },

  'tree: it explains itself': () => {
    const text = explain(itemsOfUser)
    for (const name of ['itemsOfUser', 'activeUser', 'OAuth2PasswordBearer', 'me'])
      equal([name, text.includes(name)], [name, true])
  },
}
