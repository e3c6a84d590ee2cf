import * as v from 'valibot'

/** A token can be taken back only if it has a name; and it need not be remembered after it has expired. */
export const Revocable = v.looseObject({
  sub: v.string(),
  jti: v.pipe(v.string(), v.nonEmpty()),
  iat: v.number(),
  exp: v.number(),
})
export type RevocableClaims = v.InferOutput<typeof Revocable>

/** The tokens that were taken back, until they would have expired anyway. */
export interface DenyList {
  revoke(claims: RevocableClaims): Promise<unknown>
  isRevoked(claims: RevocableClaims): Promise<boolean>
}

/** Seconds by which a clock may differ, 300 at most: so much longer than its `exp` a token may count. */
export const TOLERANCE = 300
