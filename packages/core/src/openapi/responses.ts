import type { AuthError } from '../wire/auth-error.js'
import type { HeaderLines } from '../wire/challenge.js'
import type { HttpError } from '../wire/http-error.js'
import { renderError, type ErrorProfile } from '../wire/profiles.js'
import type { RenderedResponse } from '../wire/response-error.js'

/** OpenAPI's Responses Object. */
export type Responses = Readonly<Record<string, object>>

interface Example extends RenderedResponse {
  readonly name: string
  readonly summary: string
}

/** The responses by which a route tells of these errors: the very status, challenge and body that `profile` gives them. */
export function responsesOf(errors: readonly (AuthError | HttpError)[], profile?: ErrorProfile): Responses {
  const examples = errors.map((error) => exampleOf(error, profile))
  const statuses = [...new Set(examples.map(({ status }) => status))]
  return Object.fromEntries(
    statuses.map((status) => [String(status), responseOf(examples.filter((example) => example.status === status))]),
  )
}

function exampleOf(error: AuthError | HttpError, profile?: ErrorProfile): Example {
  const rendered = renderError(error, profile)
  if (rendered === undefined) throw new TypeError('"errors" must be errors of scopetree')
  return { ...rendered, name: 'code' in error ? error.code : 'refused', summary: error.message }
}

function responseOf(examples: readonly Example[]): object {
  const challenges = examples.map(({ headers, ...example }) => ({ ...example, value: challengeOf(headers) }))
  const challenged = challenges.filter(({ value }) => value !== undefined)
  return {
    description: [...new Set(examples.map(({ summary }) => summary))].join('; '),
    ...(challenged.length > 0 && { headers: { 'WWW-Authenticate': headerOf(challenged) } }),
    content: {
      'application/json': {
        schema: { type: 'object' },
        examples: named(examples.map(({ body, ...example }) => ({ ...example, value: body }))),
      },
    },
  }
}

function headerOf(challenges: Parameters<typeof named>[0]): object {
  return {
    description: 'How to authenticate, and what was wrong with the credentials if some were sent',
    schema: { type: 'string' },
    examples: named(challenges),
  }
}

function challengeOf(headers: HeaderLines): string | undefined {
  return headers['www-authenticate'] && [headers['www-authenticate']].flat().join(', ')
}

/** Examples by name; several of one name are numbered. */
function named(
  examples: readonly { readonly name: string; readonly summary: string; readonly value: unknown }[],
): Readonly<Record<string, object>> {
  return Object.fromEntries(
    examples.map(({ name, summary, value }, index) => {
      const before = examples.slice(0, index).filter((other) => other.name === name).length
      return [before === 0 ? name : `${name}_${before + 1}`, { summary, value }]
    }),
  )
}
