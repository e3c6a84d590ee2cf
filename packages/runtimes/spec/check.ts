/** What a runtime tells the checks of itself. */
export interface Host {
  /** Whether the runtime has threads, for passwords to be hashed in. */
  readonly threads: boolean
  /** Whether Argon2 is there: native code has to be installed and allowed, or JavaScript does it. */
  readonly argon2: boolean
}

/** Throws, or rejects, when something is wrong. */
export type Check = (host: Host) => void | Promise<void>

/** By a name that says what must hold. */
export type Checks = Readonly<Record<string, Check>>

/** Compares data: no runtime need bring an assertion library. */
export function equal(actual: unknown, expected: unknown): void {
  const [is, should] = [textOf(actual), textOf(expected)]
  if (is !== should) throw new Error(`expected ${should}, got ${is}`)
}

/** JSON, whatever the order of members. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

interface Refusal extends Error {
  readonly code?: unknown
  readonly reason?: unknown
}

/** The error that a promise rejects with. */
export async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw new Error('expected a refusal with an Error', { cause: error })
  }
  throw new Error('expected a refusal')
}
