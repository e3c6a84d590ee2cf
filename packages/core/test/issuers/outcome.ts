import { errorResponse, verifyAccessToken, type TokenVerifier } from '@scopetree/core'

/** What a client sees of a token. */
export interface Outcome {
  readonly status: number
  readonly retryAfter: string | null
  /** Every header and the body, to look for what must not be there. */
  readonly text: string
  readonly reason: unknown
}

export const ACCEPTED = { status: 200, reason: undefined }

export async function outcomeOf(auth: TokenVerifier, token: string): Promise<Outcome> {
  try {
    await verifyAccessToken(auth, token)
    return { ...ACCEPTED, retryAfter: null, text: '' }
  } catch (error) {
    const response = errorResponse(error)
    if (response === undefined) throw error
    const headers = [...response.headers].map((line) => line.join(': '))
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: [...headers, await response.text()].join('\n'),
      reason: (error as { reason?: unknown }).reason,
    }
  }
}
