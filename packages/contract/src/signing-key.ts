import { privateKey } from '@scopetree/core'

/** RFC 8037 A.1: everybody has it. */
export const SIGNING_KEY = privateKey({
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: '1',
})
