/** A value, or the promise of one. What is at hand is never awaited. */
export type Awaitable<T> = T | PromiseLike<T>

/** Whether `value` has to be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return 'then' in value && typeof value.then === 'function'
}
