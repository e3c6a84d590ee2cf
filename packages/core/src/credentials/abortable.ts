/** What may be given up while it waits. */
export interface Abortable {
  /** Such as a request's own: whoever hangs up need not be answered. */
  readonly signal?: AbortSignal | undefined
}

/** Whether an error only says that the signal was aborted. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error === signal.reason
}
