import { bytesOfBase64 } from '../../../wire/base64.js'

/** RFC 4648 §4. PHC strings and passlib leave the padding out. */
export function encodeBase64(bytes: Uint8Array, { padding = false } = {}): string {
  const text = btoa(String.fromCharCode(...bytes))
  return padding ? text : text.replaceAll('=', '')
}

/** The bytes of a text of base64's alphabet, or `undefined` where its length is that of no bytes. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  return text.length % 4 === 1 ? undefined : bytesOfBase64(text)
}

/** How many bytes an unpadded text holds. */
export function base64ByteLength(text: string): number {
  return Math.floor((text.length * 3) / 4)
}
