import { open } from '@scopetree/core/adapter'
import { anyOf, apiKey, depends, optional, run, security } from '@scopetree/core/tree'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { bearer, request } from './requests.js'
import { usersByToken } from './users.js'

it('state of one request never reaches another, under thousands of interleaved ones', async () => {
  let verified = 0
  const currentUser = usersByToken(() => (verified += 1))
  const key = apiKey({ in: 'header', key: 'x-key' }, async (user) => {
    await setImmediate()
    return { user }
  })
  const tenant = depends(async ({ request, platform }) => {
    await setImmediate()
    return `${request.header('x-tenant')} on ${platform as number}`
  })
  const page = depends(
    { user: security(currentUser, 'me'), guest: optional(key), caller: anyOf(key, currentUser) },
    async ({ user, guest, caller }, { defer, request, requiredScopes, use }) => {
      await setImmediate()
      const seen = await use(tenant)
      defer(() => void cleaned.push(`${request.header('x-tenant')}`))
      return { user: user.name, guest, caller, seen, requiredScopes }
    },
  )
  const route = security(depends({ page, tenant }), 'items')
  const cleaned: string[] = []

  const requests = Array.from({ length: 3000 }, (_, index) => index)
  const outcomes = await Promise.all(
    requests.map(async (index) => {
      const granted = index % 3 === 0 ? 'me' : 'me,items'
      const headers = { authorization: `Bearer user${index}:${granted}`, 'x-tenant': `t${index}` }
      const sent = request(index % 2 === 0 ? headers : { ...headers, 'x-key': `k${index}` })
      try {
        return await run(route, sent, (value) => value, { platform: index })
      } catch (error) {
        return (error as { code: string }).code
      }
    }),
  )

  for (const index of requests) {
    const guest = index % 2 === 0 ? null : `k${index}`
    const seen = `t${index} on ${index}`
    const user = `user${index}`
    expect(outcomes[index]).toEqual(
      index % 3 === 0
        ? 'insufficient_scope'
        : {
            page: { user, guest, caller: guest ?? { name: user }, seen, requiredScopes: ['items'] },
            tenant: seen,
          },
    )
  }
  expect(verified).toBe(3000)
  expect(cleaned.toSorted()).toEqual(
    requests
      .filter((index) => index % 3 !== 0)
      .map((index) => `t${index}`)
      .toSorted(),
  )
})

it('two requests that look the same are two', async () => {
  let runs = 0
  const counted = depends(() => (runs += 1))
  expect(await Promise.all([counted(request()), counted(request())])).toEqual([1, 2])
})

it('what nobody waited for does not reach a later guard of the same request', async () => {
  let version = 1
  const slow = depends(async () => {
    const found = version
    await setImmediate()
    return found
  })
  const careless = depends(({ use }) => void use(slow))
  const sent = request()
  await run(careless, sent, () => undefined)
  version = 2
  await setImmediate()
  await setImmediate()
  expect(await run(slow, sent, (value) => value)).toBe(2)
})

it('a request is not kept in memory once nobody holds it', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const currentUser = usersByToken()
  const resolve = async (): Promise<WeakRef<Request>> => {
    const sent = bearer('ada')
    const session = await open(currentUser, sent)
    await session.close()
    return new WeakRef(sent)
  }
  const sent = await resolve()
  await setImmediate()
  collectGarbage()
  expect(sent.deref()).toBeUndefined()
})
