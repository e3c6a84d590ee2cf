import { TokenRequestError, type FormProblem } from '../../wire/errors.js'
import { valueOf, type Form } from './form-body.js'

/** In the order in which FastAPI lists what is wrong. */
const FIELDS = ['grant_type', 'username', 'password', 'scope', 'client_id', 'client_secret']
const REQUIRED = ['username', 'password']

/** Everything that is wrong with the form of a password login. */
export function problemsOf(form: Form): FormProblem[] {
  // The name of a field that is not ours is the client's text, and is not repeated in an answer.
  const others = [...form.keys()].filter((name) => !FIELDS.includes(name))
  const message = others.map((name) => faultOf(form, name)).find((fault) => fault !== undefined)
  const problems = FIELDS.flatMap((field) => problemOf(form, field) ?? [])
  return message === undefined ? problems : [...problems, { type: 'malformed', message }]
}

function problemOf(form: Form, field: string): FormProblem | undefined {
  const message = faultOf(form, field)
  if (message !== undefined) return { type: 'malformed', field, message }
  const value = valueOf(form, field)
  if (value === undefined) return REQUIRED.includes(field) ? { type: 'missing', field } : undefined
  return field === 'grant_type' && value !== 'password' ? { type: 'other_grant_type', input: value } : undefined
}

/** Of a repeated field each reader might take another value. */
function faultOf(form: Form, name: string): string | undefined {
  const values = form.get(name) ?? []
  if (values.length > 1) return 'A field is repeated'
  return values.includes(undefined) ? 'A field is no UTF-8 text' : undefined
}

/** The error that tells a client of them (RFC 6749 §5.2). */
export function refusalOf(problems: readonly FormProblem[]): TokenRequestError {
  if (problems.some(({ type }) => type === 'other_grant_type')) {
    return new TokenRequestError('unsupported_grant_type', 'The grant type must be password', problems)
  }
  return new TokenRequestError('invalid_request', problems.map(describe).join(', '), problems)
}

/** The refusal of a body that is no form, so that each field is missing. */
export function refusalOfOtherBody(): TokenRequestError {
  const description = 'The body must be application/x-www-form-urlencoded'
  return new TokenRequestError('invalid_request', description, problemsOf(new Map()))
}

function describe(problem: FormProblem): string {
  if (problem.type === 'missing') return `${problem.field} is missing`
  return 'message' in problem ? [problem.field, problem.message].filter(Boolean).join(': ') : ''
}
