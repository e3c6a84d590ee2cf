/**
 * The bytes of a base64 text (RFC 4648 §4), padded or not; other spellings of the same bytes are taken too.
 *
 * @throws {DOMException} `InvalidCharacterError`: a text that is no base64
 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text)
  // `Uint8Array.from` would ask an iterator for each character, at eight times the cost.
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
  return bytes
}
