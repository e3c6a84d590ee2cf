import { errorResponse, fastapi, type ErrorProfile } from '@scopetree/core'
import { itemsOfUser, requestWith, tokenWith } from './application.js'
import { equal, type Checks } from './check.js'

interface Answer {
  status: number
  challenge: string | null
  body: unknown
}

async function answerTo(token: string | undefined, profile?: ErrorProfile): Promise<Answer> {
  try {
    await itemsOfUser(requestWith(token))
  } catch (error) {
    const response = errorResponse(error, profile)
    if (response === undefined) throw error
    return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() }
  }
  throw new Error('expected a refusal')
}

export const challenges: Checks = {
  'challenges: no credentials': async () => {
    const body = { detail: 'Not authenticated' }
    equal(await answerTo(undefined), { status: 401, challenge: 'Bearer scope="items me"', body })
    equal(await answerTo(undefined, fastapi), { status: 401, challenge: 'Bearer', body })
  },

  'challenges: a bad token': async () => {
    const { status, challenge, body } = await answerTo('bad')
    const text = (body as { error_description: string }).error_description
    equal(status, 401)
    equal(challenge, `Bearer error="invalid_token", error_description="${text}", scope="items me"`)
    equal(body, { error: 'invalid_token', error_description: text })
    equal(await answerTo('bad', fastapi), {
      status: 401,
      challenge: 'Bearer scope="items me"',
      body: { detail: 'Could not validate credentials' },
    })
  },

  'challenges: a missing scope': async () => {
    const token = await tokenWith('me')
    const { status, challenge, body } = await answerTo(token)
    const text = (body as { error_description: string }).error_description
    equal(status, 403)
    equal(challenge, `Bearer error="insufficient_scope", error_description="${text}", scope="items me"`)
    equal(await answerTo(token, fastapi), {
      status: 401,
      challenge: 'Bearer scope="items me"',
      body: { detail: 'Not enough permissions' },
    })
  },
}
