import { createSecretKey } from 'node:crypto'
import { createVerifier } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { importSecret, SECRET } from '../tokens/forge.js'

type Verify = (token: string) => unknown

/** What somebody writes around a library that verifies tokens and does no more. */
export function byHand(verify: Verify): (authorization: string | undefined) => boolean | Promise<boolean> {
  return (authorization) => {
    if (!authorization?.startsWith('Bearer ')) return false
    try {
      const verified = verify(authorization.slice(7))
      if (!(verified instanceof Promise)) return true
      return verified.then(
        () => true,
        () => false,
      )
    } catch {
      return false
    }
  }
}

const algorithms = ['HS256' as const]
/** What spares a library the import of the secret with every token, where it takes one. */
export const keyObject = createSecretKey(SECRET, 'utf8')

/** Libraries set up as their documentation says. */
export const libraries: Readonly<Record<string, () => Verify | Promise<Verify>>> = {
  'fast-jwt': () => createVerifier({ key: SECRET, algorithms }),
  'fast-jwt, cache': () => createVerifier({ key: SECRET, algorithms, cache: true }),
  jsonwebtoken: () => (token) => jsonwebtoken.verify(token, SECRET, { algorithms }),
  'jsonwebtoken, KeyObject': () => (token) => jsonwebtoken.verify(token, keyObject, { algorithms }),
  'jose, imported CryptoKey': async () => {
    const key = await importSecret('verify')
    return (token) => jwtVerify(token, key, { algorithms })
  },
}

export async function verifierOf(library: string): Promise<Verify> {
  const make = libraries[library]
  if (make === undefined) throw new Error(`There is no library "${library}"`)
  return make()
}
