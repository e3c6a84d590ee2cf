import { createHash, randomBytes } from 'node:crypto'

export interface Service {
  readonly name: string
  readonly scopes: readonly ('reports' | 'upload')[]
}

/** Stands for a table whose primary key is the hash. */
const services = new Map<string, Service>()

/** 256 random bits cannot be guessed, so a fast hash is enough; passwords can be, and need a slow one. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** The only moment at which the key itself is there. */
export function issueKey(service: Service): string {
  const key = `rep_${randomBytes(32).toString('base64url')}`
  services.set(hashOf(key), service)
  return key
}

/** Whoever reads the table cannot make a key of what is in it, and how long the look-up takes tells of the hash alone. */
export function findService(key: string): Service | undefined {
  return services.get(hashOf(key))
}

export function revokeKeys(name: string): void {
  for (const [hash, service] of services) if (service.name === name) services.delete(hash)
}
