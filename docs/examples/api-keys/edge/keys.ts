export interface Service {
  readonly name: string
  readonly scopes: readonly ('reports' | 'upload')[]
}

/** What is used of a namespace of Workers KV. */
export interface Services {
  get(hash: string): Promise<string | null>
  put(hash: string, service: string): Promise<void>
}

async function hashOf(key: string): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)))
}

function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The only moment at which the key itself is there. */
export async function issueKey(services: Services, service: Service): Promise<string> {
  const key = `rep_${hexOf(crypto.getRandomValues(new Uint8Array(32)).buffer)}`
  await services.put(await hashOf(key), JSON.stringify(service))
  return key
}

export async function findService(services: Services, key: string): Promise<Service | null> {
  const found = await services.get(await hashOf(key))
  return found === null ? null : JSON.parse(found)
}
