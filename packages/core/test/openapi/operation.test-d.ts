import { openapi, operation } from '@scopetree/core/openapi'
import { expectTypeOf, test } from 'vitest'

const handler = (): void => undefined

test('an operation has the members of OpenAPI and extensions, and no others', () => {
  const details = { summary: 'One item', status: 201, externalDocs: { url: '/' }, 'x-internal': true }
  expectTypeOf(operation(details, handler)).toEqualTypeOf<typeof handler>()
  // @ts-expect-error it is spelt otherwise
  operation({ sumary: 'One item' }, handler)
  // @ts-expect-error security is read off the guards
  operation({ security: [] }, handler)
})

test('what may be left out may be undefined', () => {
  const unset = undefined as string | undefined
  const details = { summary: unset, status: undefined, tags: undefined, hidden: undefined, response: undefined }
  expectTypeOf(operation(details, handler)).toEqualTypeOf<typeof handler>()
  const info = { title: 'A', version: '1', description: unset }
  expectTypeOf(openapi).toBeCallableWith({ info, routes: [], profile: undefined, components: undefined })
})
