import { tokenEndpoint } from '@scopetree/express'
import { expect, test } from 'vitest'

test.each([undefined, {}, { key: 'secret' }])(
  'a config that answers no login is refused when it is given: %o',
  (auth) => {
    // @ts-expect-error for JavaScript
    expect(() => tokenEndpoint(auth)).toThrow(new TypeError('"key" must be a key that signs: hs256(), privateKey(), …'))
  },
)
