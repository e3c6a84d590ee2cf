/** RFC 4648 §5 without padding, and without stray bits after the last byte: each value has one spelling. */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

/** Whether `text` is the one base64url spelling of some bytes. */
export function isBase64url(text: string): boolean {
  return CANONICAL.test(text)
}

/** The bytes of a text that `isBase64url`. */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  // `Uint8Array.from` would ask an iterator for each character, at eight times the cost.
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
  return bytes
}
