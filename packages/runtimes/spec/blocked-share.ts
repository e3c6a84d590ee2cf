/** Longer than a thread that has nothing to do is kept waiting, and half of what hashing in place takes at a time. */
const GAP = 50

/** Of the time that some work takes, the part during which this thread did nothing else. */
export async function blockedShare(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let last = start
  let blocked = 0
  function look(): void {
    const now = performance.now()
    if (now - last > GAP) blocked += now - last
    last = now
  }
  const timer = setInterval(look, 1)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  look()
  return blocked / (last - start)
}
