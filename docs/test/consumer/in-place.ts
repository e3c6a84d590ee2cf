import { tryOut } from './try-out.js'
import { fetch } from './worker.js'

// One file for a platform without Node, tried right here.
await tryOut(async (path, init) => fetch(new Request(`http://127.0.0.1${path}`, init)))
