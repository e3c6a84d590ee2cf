import type { StandardSchemaV1 } from '@standard-schema/spec'
import { InvalidTokenError } from '../wire/errors.js'

/** The refusal of a token whose claims are at fault. The cause names them, and repeats no value. */
export function faultyClaims(issues: readonly Pick<StandardSchemaV1.Issue, 'path'>[]): InvalidTokenError {
  return new InvalidTokenError('claims', { cause: new TypeError(`"claims": ${issues.map(pathOf).join(', ')}`) })
}

/** Where a claim is at fault. The messages of schemas repeat what they were given, which logs need not hold. */
function pathOf({ path = [] }: Pick<StandardSchemaV1.Issue, 'path'>): string {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.')
}
