/** One challenge of a `WWW-Authenticate` header. */
export interface ParsedChallenge {
  readonly scheme: string
  readonly params: Readonly<Record<string, string>>
}

/**
 * A strict parser of `WWW-Authenticate` (RFC 9110 §11.6.1), written for the tests alone, a character at a time.
 *
 * It throws at whatever the grammar does not allow: bare control characters, an open quote, a repeated parameter.
 */
export function parseChallenges(header: string): ParsedChallenge[] {
  const challenges: { scheme: string; params: Record<string, string> }[] = []
  let at = 0

  const fail = (expected: string): never => {
    throw new SyntaxError(`${expected} expected at ${at} of ${JSON.stringify(header)}`)
  }
  const isTokenChar = (char: string | undefined): boolean =>
    char !== undefined && /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(char)
  const token = (): string => {
    const start = at
    while (isTokenChar(header[at])) at += 1
    return at > start ? header.slice(start, at) : fail('a token')
  }
  const quoted = (): string => {
    let text = ''
    for (at += 1; header[at] !== '"'; at += 1) {
      if (header[at] === '\\') at += 1
      const char = header[at]
      if (char === undefined || !/[\t\x20-\x7e]/.test(char)) return fail('a quotable character')
      text += char
    }
    at += 1
    return text
  }
  const spaces = (): boolean => {
    const start = at
    while (header[at] === ' ') at += 1
    return at > start
  }
  const param = (params: Record<string, string>, name: string): void => {
    at += 1
    if (Object.hasOwn(params, name.toLowerCase())) fail('another parameter')
    params[name.toLowerCase()] = header[at] === '"' ? quoted() : token()
  }

  for (;;) {
    const name = token()
    const current = challenges.at(-1)
    if (header[at] === '=' && current) param(current.params, name)
    else {
      const params: Record<string, string> = {}
      challenges.push({ scheme: name, params })
      if (spaces() && header[at] !== ',') {
        const first = token()
        if (header[at] !== '=') fail('=')
        param(params, first)
      }
    }
    spaces()
    if (at === header.length) return challenges
    if (header[at] !== ',') fail('a comma')
    at += 1
    spaces()
  }
}
