import { isObject } from '../wire/is-object.js'

/** Keeps the BOM, so that JSON refuses it, and throws where `TextDecoder` would otherwise guess. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The JSON object that `bytes` spell in UTF-8; `undefined` for anything else. */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(UTF_8.decode(bytes))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** How many values a JSON value is made of, itself and all that it holds. */
export function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((count, member) => count + countValues(member), 1)
}

/** The same value, which nobody can change any more, nor anything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}
