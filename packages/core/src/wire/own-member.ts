/** A member of the object itself: none that a prototype, or somebody who can write to one, lends it. */
export function ownMember<T extends object, K extends keyof T>(object: T, name: K): T[K] | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
