import type { Server } from 'node:http'
import { bcrypt, hashPassword, hashPool } from '@scopetree/core'
import { hashWorkerProgram } from '../../../scripts/hash-worker-program.js'
import { auth } from '../../examples/scopes/security/dependencies.js'

/** What this program is told to do by whoever started it. */
export type Order = 'tell the heap' | 'close'

// An example, named by the argument, with cheap logins, so that a storm of them passes quickly. Core's own build would
// put this text in.
Object.assign(globalThis, { HASH_WORKER_PROGRAM: hashWorkerProgram() })
const hasher = bcrypt({ cost: 8, pool: hashPool({ threads: 1, maxQueue: 50, maxWait: 60 }) })
const passwordHash = await hashPassword('secret', hasher)
const { findUser } = auth
Object.assign(auth, { hasher, findUser: async (name: string) => ({ ...(await findUser(name)), passwordHash }) })

const { server }: { server: Server } = await import(`../../examples/scopes/${process.argv[2]}.js`)

process.on('message', (order: Order) => {
  if (order === 'tell the heap') {
    globalThis.gc?.()
    process.send?.(process.memoryUsage().heapUsed)
  } else {
    // Nothing else is done: what is left over would keep the process alive.
    server.close()
    process.disconnect()
  }
})
