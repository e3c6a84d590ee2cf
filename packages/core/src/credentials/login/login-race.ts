interface Race {
  logins: number
  readonly upgraded: Set<string>
  readonly begun: number
}

/** In milliseconds: far longer than a login takes. */
const LONGEST = 60_000

/**
 * The logins under way by username, the oldest race first. A race ends with its last login, or when it has taken too
 * long: edge runtimes end what a request has started when its client goes away, and then run no `finally`.
 */
const races = new Map<string, Race>()

/**
 * Runs a login, from before its user is looked up, with the hashes that it need not upgrade: those that a login which
 * was under way at the same time upgrades or has upgraded. Salts make hashes unique, also among stores.
 */
export async function raceLogin<T>(username: string, login: (upgraded: Set<string>) => Promise<T>): Promise<T> {
  const race = raceOf(username, performance.now())
  race.logins += 1
  try {
    return await login(race.upgraded)
  } finally {
    race.logins -= 1
    if (race.logins === 0 && races.get(username) === race) races.delete(username)
  }
}

function raceOf(username: string, now: number): Race {
  for (const [name, { begun }] of races) {
    if (now - begun < LONGEST) break
    races.delete(name)
  }
  const race = races.get(username) ?? { logins: 0, upgraded: new Set(), begun: now }
  races.set(username, race)
  return race
}
