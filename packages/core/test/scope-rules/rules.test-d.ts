import {
  defineAuth,
  defineScopes,
  getCurrentUser,
  hs256,
  httpBearer,
  impliedScopes,
  oauth2PasswordBearer,
  security,
  type BroadScope,
  type Dependency,
} from '@scopetree/core'
import { expectTypeOf, it } from 'vitest'

const auth = defineAuth({
  key: hs256('a secret of more than thirty-two bytes'),
  scopes: {
    'items:read': 'Read items.',
    'items:*': 'All of items.',
    admin: { description: 'All there is.', implies: ['items:read'] },
  },
  scopesFor: () => ['admin'],
  findUser: () => null,
})

it('a misspelt implied scope does not compile', () => {
  // @ts-expect-error: items:reed is not declared
  httpBearer({ scopes: { 'items:read': '', admin: { description: '', implies: ['items:reed'] } } }, () => null)
  defineAuth({
    key: auth.key,
    findUser: () => null,
    // @ts-expect-error: items:reed is not declared
    scopes: { 'items:read': '', admin: { description: '', implies: ['items:reed'] } },
  })
  expectTypeOf<BroadScope<'a'>['implies']>().toEqualTypeOf<readonly 'a'[]>()
  // @ts-expect-error: what a scope implies stands in an array
  httpBearer({ scopes: { a: '', b: { description: '', implies: 'a' } } }, () => null)
})

it('broad scopes are declared scopes like all others', async () => {
  const user = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) => getCurrentUser(auth, token))
  expectTypeOf(security(user, 'admin', 'items:*', 'items:read')).toExtend<Dependency<unknown, 'admin'>>()
  await getCurrentUser(auth, '', ['admin', 'items:*'])
  // @ts-expect-error: admins is not declared
  security(user, 'admins')
  // @ts-expect-error: items:write is not declared, and a wildcard declares nothing
  security(user, 'items:write')
  // @ts-expect-error: admins is not declared
  await getCurrentUser(auth, '', ['admins'])
})

it('implied scopes are of the declared ones', () => {
  expectTypeOf(impliedScopes({ a: '', b: { description: '', implies: ['a'] } }, ['b'])).toEqualTypeOf<('a' | 'b')[]>()
})

it('scopes that are declared by themselves keep their names', () => {
  const scopes = defineScopes({ a: '', b: { description: '', implies: ['a'] } })
  expectTypeOf<keyof typeof scopes>().toEqualTypeOf<'a' | 'b'>()
  // @ts-expect-error: c is not declared
  defineScopes({ a: '', b: { description: '', implies: ['c'] } })
})
