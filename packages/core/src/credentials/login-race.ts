interface Race {
  logins: number
  readonly upgraded: Set<string>
}

/** The logins under way by username. A race ends with its last login, so that none is kept. */
const races = new Map<string, Race>()

/**
 * Runs a login, from before its user is looked up, with the hashes that it need not upgrade: those that a login which
 * was under way at the same time upgrades or has upgraded. Salts make hashes unique, also among stores.
 */
export async function raceLogin<T>(username: string, login: (upgraded: Set<string>) => Promise<T>): Promise<T> {
  const race = races.get(username) ?? { logins: 0, upgraded: new Set() }
  races.set(username, race)
  race.logins += 1
  try {
    return await login(race.upgraded)
  } finally {
    race.logins -= 1
    if (race.logins === 0) races.delete(username)
  }
}
