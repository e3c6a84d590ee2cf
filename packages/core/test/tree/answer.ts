import { errorResponse, type Dependency, type ErrorProfile, type RequestLike } from '@scopetree/core/tree'

/** What a client sees of a route that answers the dependency's value. */
export interface Answer {
  status: number
  challenge: string | null
  body: unknown
}

export async function answer(
  dependency: Dependency<unknown>,
  request: RequestLike,
  profile?: ErrorProfile,
): Promise<Answer> {
  try {
    return { status: 200, challenge: null, body: await dependency(request) }
  } catch (error) {
    const response = errorResponse(error, profile)
    if (response === undefined) throw error
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      body: await response.json(),
    }
  }
}

/** What a dependency throws. */
export async function refusal(dependency: Dependency<unknown>, request: RequestLike): Promise<unknown> {
  try {
    await dependency(request)
  } catch (error) {
    return error
  }
  throw new Error('the request was not refused')
}
