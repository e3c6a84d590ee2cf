/** A value, or the promise of one. What is at hand is never awaited. */
export type Awaitable<T> = T | PromiseLike<T>

/** Calls `next` with `value`: at once where it is at hand, else when it is. */
export function whenReady<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

const AT_HAND = Symbol('scopetree.value')

/** A promise for those who were promised one, of a value that `valueAtHand` reads without waiting. */
export function promiseOf<T>(value: T): Promise<T> {
  return Object.assign(Promise.resolve(value), { [AT_HAND]: value })
}

/** What a promise of `promiseOf` holds; anything else as it is. */
export function valueAtHand(value: unknown): unknown {
  return value instanceof Promise && AT_HAND in value ? value[AT_HAND] : value
}

/** Whether `value` has to be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
}
