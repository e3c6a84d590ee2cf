import { bytesOfBase64 } from '../wire/base64.js'

/** RFC 4648 §5 without padding, and without stray bits after the last byte: each value has one spelling. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

/** Whether `text` is the one base64url spelling of some bytes. */
export function isBase64url(text: string): boolean {
  return CANONICAL.test(text)
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
