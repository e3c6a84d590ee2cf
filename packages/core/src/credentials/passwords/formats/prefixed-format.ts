import type { PasswordVerifier } from '../password-hasher.js'
import { readFormat } from './password-format.js'

/** Another library's format behind a name of one's own, as Django writes some. */
export function prefixedFormat(prefix: string, name: string, inner: PasswordVerifier): PasswordVerifier {
  return readFormat<string>({
    name,
    parse(hash) {
      const rest = hash.slice(prefix.length)
      return hash.startsWith(prefix) && inner.recognises(rest) ? rest : undefined
    },
    matches: (password, rest, options) => inner.verify(password, rest, options),
  })
}
