/** A copy without the members that are `undefined`: whoever passes on an option that nobody set has said nothing. */
export function defined<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
}
