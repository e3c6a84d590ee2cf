/** Secrets that are printed in documentation, long enough to pass for good ones. */
const PUBLISHED = new Set([
  // FastAPI's tutorial
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  // jwt.io
  'a-string-secret-at-least-256-bits-long',
  'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  // RFC 7515 A.1
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  // Supabase's self-hosting guide
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
])

/** Text of another key's format, whatever stands before it: public keys are public, and so a secret that anyone has. */
const KEY_TEXT = /-----BEGIN |"kty"\s*:|\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+) /

/** Whether a secret can be looked up in documentation. */
export function isPublishedSecret(secret: Uint8Array): boolean {
  return PUBLISHED.has(new TextDecoder().decode(secret).trim())
}

/** Whether a secret is the text of a PEM, JWK or SSH key: the confusion of RFC 8725 §2.1. */
export function isKeyText(secret: Uint8Array): boolean {
  return KEY_TEXT.test(new TextDecoder().decode(secret))
}
