/** What may be given up while it waits. */
export interface Abortable {
  /** Such as a request's own: whoever hangs up need not be answered. */
  readonly signal?: AbortSignal | undefined
}
