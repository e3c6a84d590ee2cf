import { UnavailableError } from '../wire/errors.js'
import { runHashJob } from './hash-jobs.js'
import type { HashBounds, HashRunner } from './hash-runner.js'

/** A place in the line. */
interface Ticket {
  /** When its holder was last known to be alive. */
  seen: number
}

/** How often the holder of a ticket looks, and shows itself, in milliseconds. */
const BEAT = 25
/** A holder that was not seen for so long is gone. */
const GONE = 1000

/** How many threads hash in place: the one that serves. */
export function threadCount(): number {
  return 1
}

/**
 * Hashes on this thread, one job at a time: jobs that take turns would all end late.
 *
 * Edge runtimes end what a request has started when its client goes away, and let no request wait for another's
 * promise. So nobody is called when its turn comes: each looks by itself, and passes over who is no longer seen.
 */
export function hashRunner({ maxQueue, maxWait }: HashBounds): HashRunner {
  const line = new Set<Ticket>()

  function isFirst(ticket: Ticket): boolean {
    const now = performance.now()
    for (const other of line) if (now - other.seen > GONE) line.delete(other)
    const [first = ticket] = line
    return first === ticket
  }

  async function turnOf(ticket: Ticket, signal: AbortSignal | undefined): Promise<void> {
    const end = ticket.seen + maxWait * 1000
    while (!isFirst(ticket)) {
      if (ticket.seen > end) throw new UnavailableError('busy', maxWait)
      await new Promise((resolve) => setTimeout(resolve, BEAT))
      signal?.throwIfAborted()
      ticket.seen = performance.now()
      // Whoever was held up for long may have been taken for gone, and lines up anew.
      line.add(ticket)
    }
  }

  return async (name, input, { signal } = {}) => {
    signal?.throwIfAborted()
    const ticket: Ticket = { seen: performance.now() }
    if (!isFirst(ticket) && line.size > maxQueue) throw new UnavailableError('busy', maxWait)
    line.add(ticket)
    let beat
    try {
      await turnOf(ticket, signal)
      beat = setInterval(() => (ticket.seen = performance.now()), BEAT)
      return await runHashJob(name, input)
    } finally {
      clearInterval(beat)
      line.delete(ticket)
    }
  }
}
