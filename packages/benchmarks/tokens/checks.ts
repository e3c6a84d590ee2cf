import { claims, forge } from './forge.js'

/** Verifies a token: throws, or returns what is thrown away here. */
export type Verify = (token: string) => unknown

const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')

/** Tokens that no verifier may accept, each for the one reason that it is named for: `terms` are what a verifier demands. */
export function refusals(terms: Record<string, unknown> = {}): Record<string, string> {
  const good = { ...claims(), ...terms }
  const [header = '', payload = '', signature = ''] = forge(good).split('.')
  const admin = Buffer.from(JSON.stringify({ ...good, sub: 'admin' })).toString('base64url')
  return {
    tampered: `${header}.${admin}.${signature}`,
    expired: forge({ ...good, exp: 1_000_000_000 }),
    'wrong algorithm': forge(good, { alg: 'HS512', typ: 'JWT' }),
    'alg: none': `${none}.${payload}.`,
    'unknown crit': forge(good, { alg: 'HS256', typ: 'JWT', crit: ['x'], x: 1 }),
  }
}

/** The names of the checks that a verifier fails; one that is not known to pass is not timed as if it did. */
export async function failedChecks(verify: Verify, terms?: Record<string, unknown>): Promise<string[]> {
  const failed: string[] = []
  if (!(await accepts(verify, forge({ ...claims(), ...terms })))) failed.push('accepts a good token')
  for (const [name, token] of Object.entries(refusals(terms))) {
    if (await accepts(verify, token)) failed.push(name)
  }
  return failed
}

async function accepts(verify: Verify, token: string): Promise<boolean> {
  try {
    await verify(token)
    return true
  } catch {
    return false
  }
}
