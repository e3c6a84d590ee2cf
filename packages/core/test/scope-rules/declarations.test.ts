import {
  createAccessToken,
  defineScopes,
  getCurrentUser,
  hs256,
  httpBearer,
  impliedScopes,
  type Scopes,
} from '@scopetree/core'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'

const declare = (declared: object): (() => unknown) => {
  return () => httpBearer({ scopes: declared as Scopes }, () => null)
}

it('a declaration that is well is given back as it is', () => {
  const scopes: Scopes<'admin' | 'items'> = { admin: { description: 'All.', implies: ['items'] }, items: 'Items.' }
  expect(defineScopes(scopes)).toBe(scopes)
  expect(impliedScopes(scopes, ['admin'])).toEqual(['admin', 'items'])
  expect(impliedScopes(scopes, ['items'])).toEqual(['items'])
})

it.each([
  ['an unknown name', { a: '', b: { description: '', implies: ['c'] } }, '"b" implies "c"; known: a, b'],
  ['itself', { admin: { description: '', implies: ['admin'] } }, 'admin ⇒ admin'],
  [
    'a circle of three',
    {
      a: { description: '', implies: ['b'] },
      b: { description: '', implies: ['c'] },
      c: { description: '', implies: ['a'] },
    },
    'a ⇒ b ⇒ c ⇒ a',
  ],
  [
    'a circle through a wildcard',
    { 'items:*': '', 'items:all': { description: '', implies: ['items:*'] } },
    'items:* ⇒ items:all ⇒ items:*',
  ],
  ['names that are no array', { admin: { description: '', implies: 'items' }, items: '' }, '"admin" must be'],
  ['nothing', { admin: { description: '' } }, '"admin" must be'],
  ['null', { admin: null }, '"admin" must be'],
])('one that implies %s is a TypeError', async (_, declared, message) => {
  expect(declare(declared)).toThrow(TypeError)
  expect(() => defineScopes(declared as Scopes)).toThrow(message)
  expect(declare(declared)).toThrow(message)
  const key = hs256(crypto.randomUUID())
  const token = await createAccessToken({ key }, { sub: 'johndoe' })
  await expect(getCurrentUser({ key, scopes: declared as Scopes }, token)).rejects.toThrow(message)
})

it.each([
  ['items:*', ['items:read', 'items:read:own', 'items:read:*', 'items:*']],
  ['items:read:*', ['items:read:own', 'items:read:*']],
  ['items.*', ['items.read', 'items.*']],
  ['api/*', ['api/items', 'api/*']],
  ['read*', ['read*']],
  ['item', ['item']],
  ['*:read', ['*:read']],
  ['a:*b', ['a:*b']],
])('%s implies %j', (granted, expected) => {
  const others = ['items:read:own', 'items:read', 'items.read', 'api/items', 'readme', 'item', 'a:read', 'items']
  const wild = ['items:*', 'items:read:*', 'items.*', 'api/*', 'read*', '*:read', 'a:*b', 'a:*c']
  const declared = Object.fromEntries([...others, ...wild].map((name) => [name, '']))
  expect(impliedScopes(declared, [granted]).toSorted()).toEqual(expected.toSorted())
})

it('a bare * implies all', () => {
  const declared = { a: '', 'b:c': '', '*': '' }
  expect(impliedScopes(declared, ['*'])).toEqual(['a', 'b:c', '*'])
  expect(impliedScopes(declared, ['b:*', 'constructor', '__proto__'])).toEqual([])
})

it('is the same as following the implications one by one', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f']
  fc.assert(
    fc.property(
      fc.array(fc.subarray(letters), { minLength: 6, maxLength: 6 }),
      fc.subarray(letters),
      (lists, grant) => {
        // A scope implies only later ones, so there are no circles.
        const declared = Object.fromEntries(
          letters.map((name, index) => [
            name,
            { description: '', implies: (lists[index] ?? []).filter((other) => other > name) },
          ]),
        )
        const reached = new Set(grant)
        for (const name of letters)
          if (reached.has(name)) declared[name]?.implies.forEach((other) => reached.add(other))
        expect(impliedScopes(declared, grant)).toEqual(letters.filter((name) => reached.has(name)))
      },
    ),
  )
})
