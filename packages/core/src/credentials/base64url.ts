import { bytesOfBase64 } from '../wire/base64.js'

/** What the last character may be where so many stand beyond the last four: one alone spells no byte. */
const LAST = [undefined, '', 'AQgw', 'AEIMQUYcgkosw048'] as const

/**
 * Whether `text` is the one base64url spelling of some bytes: RFC 4648 §5 without padding, and without stray bits after
 * the last byte.
 *
 * In two steps, because every token that comes is asked this three times, and one expression for both takes longer.
 */
export function isBase64url(text: string): boolean {
  if (/[^\w-]/.test(text)) return false
  const last = LAST[text.length % 4]
  return last === undefined || last.includes(text.charAt(text.length - 1))
}

/**
 * A copy of segments in base64url, and of the dots between them, for whoever keeps it: a text that was cut out of
 * another, such as a header, keeps all of that one in memory with it.
 */
export function ownCopy(text: string): string {
  return JSON.parse(`"${text}"`)
}

/** The bytes of a text that `isBase64url`. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  return bytesOfBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
}
