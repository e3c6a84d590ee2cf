import { UnavailableError } from '../../wire/errors.js'
import type { Abortable } from '../abortable.js'
import type { HashBounds } from './hash-runner.js'

/** How to wait in a line. */
export interface LineOptions extends Abortable {
  /** When the wait began, by `performance.now()`, where that was before the line was joined. */
  readonly since?: number | undefined
}

/**
 * Does a job on this thread when its turn comes.
 *
 * @throws {UnavailableError} `busy`: too many are waiting, or this one waited too long
 * @throws the signal's reason, when it is aborted before the job's turn comes
 */
export type HashLine = <T>(job: () => Promise<T>, options?: LineOptions) => Promise<T>

/** A place in the line. */
interface Ticket {
  /** When its holder was last known to be alive. */
  seen: number
}

/** How often the holder of a ticket looks, and shows itself, in milliseconds. */
const BEAT = 25
/** A holder that was not seen for so long is gone. */
const GONE = 1000

/**
 * Does jobs on this thread, one at a time: jobs that take turns would all end late, and each holds its memory meanwhile.
 *
 * Edge runtimes end what a request has started when its client goes away, and let no request wait for another's
 * promise. So nobody is called when its turn comes: each looks by itself, and passes over who is no longer seen.
 */
export function hashLine({ maxQueue, maxWait }: Pick<HashBounds, 'maxQueue' | 'maxWait'>): HashLine {
  const line = new Set<Ticket>()

  function isFirst(ticket: Ticket): boolean {
    const now = performance.now()
    for (const other of line) if (now - other.seen > GONE) line.delete(other)
    const [first = ticket] = line
    return first === ticket
  }

  async function turnOf(ticket: Ticket, { signal, since = ticket.seen }: LineOptions): Promise<void> {
    const end = since + maxWait * 1000
    while (!isFirst(ticket)) {
      if (ticket.seen > end) throw new UnavailableError('busy', maxWait)
      await new Promise((resolve) => setTimeout(resolve, BEAT))
      signal?.throwIfAborted()
      ticket.seen = performance.now()
      // Whoever was held up for long may have been taken for gone, and lines up anew.
      line.add(ticket)
    }
  }

  return async (job, options = {}) => {
    options.signal?.throwIfAborted()
    const ticket: Ticket = { seen: performance.now() }
    if (!isFirst(ticket) && line.size > maxQueue) throw new UnavailableError('busy', maxWait)
    line.add(ticket)
    let beat
    try {
      await turnOf(ticket, options)
      beat = setInterval(() => (ticket.seen = performance.now()), BEAT)
      return await job()
    } finally {
      clearInterval(beat)
      line.delete(ticket)
    }
  }
}

/**
 * The line of what has no pool: Argon2 and scrypt where nothing native is to be had. Each job takes a second or so, and
 * those further behind would come too late for their clients.
 */
export const sharedLine = hashLine({ maxQueue: 16, maxWait: 10 })
