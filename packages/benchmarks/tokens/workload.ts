import type { Contestant } from '../harness/rounds.js'
import type { Verify } from './checks.js'
import { claims, forge, received } from './forge.js'

/** Tokens that come again and again: as many users as are logged in at a time. */
const HOT = 100

/** A contestant that verifies tokens of which the given share, from 0 to 1, has come before. */
export function seenBefore(name: string, calls: number, share: number, verify: Verify): Contestant {
  const hot = Array.from({ length: HOT }, () => forge(claims()))
  let tokens: readonly string[] = []
  return {
    name,
    calls,
    async prepare() {
      for (const token of hot) await verify(token)
      // Each a new text: an engine keeps the hash of one that it has met, which no request would bring along.
      tokens = Array.from({ length: calls }, (_, i) =>
        received(isHot(i, share) ? (hot[i % HOT] ?? '') : forge(claims())),
      )
    },
    work: () => verifyAll(tokens, verify),
  }
}

/** Spread evenly, so that old and new tokens alternate as they would. */
function isHot(i: number, share: number): boolean {
  return Math.floor((i + 1) * share) > Math.floor(i * share)
}

/** A contestant whose tokens are all new. */
export function fresh(name: string, calls: number, make: () => string, verify: Verify): Contestant {
  let tokens: readonly string[] = []
  return {
    name,
    calls,
    prepare: () => void (tokens = Array.from({ length: calls }, () => received(make()))),
    work: () => verifyAll(tokens, verify),
  }
}

/** What is at hand at once is not awaited: nobody pays for a promise that he did not make. */
async function verifyAll(tokens: readonly string[], verify: Verify): Promise<void> {
  for (const token of tokens) {
    const result = verify(token)
    if (result instanceof Promise) await result
  }
}
