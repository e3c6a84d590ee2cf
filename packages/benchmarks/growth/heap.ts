import { hs256, verifyAccessToken } from '@scopetree/core'
import { collectGarbage } from '../harness/garbage.js'
import { claims, forge, received, SECRET } from '../tokens/forge.js'

/** Bytes of heap for each of so many tokens that one key remembers. */
export async function heapPerToken(count: number): Promise<{ bytes: number; length: number; estimate: number }> {
  const auth = { key: hs256(SECRET) }
  const { length } = forge(claims())
  await verifyAccessToken(auth, forge(claims()))
  const before = heap()
  for (let i = 0; i < count; i += 1) await verifyAccessToken(auth, received(forge(claims())))
  const bytes = (heap() - before) / count
  await verifyAccessToken(auth, received(forge(claims())))
  return { bytes, length, estimate: 512 + 2 * length }
}

/** What a key holds on to, as a million tokens pass by that come once each. */
export async function heapOfAMillion(): Promise<{ tokens: number; mebibytes: number }[]> {
  const auth = { key: hs256(SECRET) }
  await verifyAccessToken(auth, received(forge(claims())))
  const before = heap()
  const found: { tokens: number; mebibytes: number }[] = []
  for (let tokens = 1; tokens <= 1_000_000; tokens += 1) {
    await verifyAccessToken(auth, received(forge(claims())))
    if (tokens === 10_000 || tokens === 100_000 || tokens === 1_000_000) {
      found.push({ tokens, mebibytes: (heap() - before) / 2 ** 20 })
    }
  }
  return found
}

function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}
