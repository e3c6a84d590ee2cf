import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')

/** Collects what nobody needs any more, so that nobody pays for the garbage of another. */
export const collectGarbage: () => void = runInNewContext('gc')
