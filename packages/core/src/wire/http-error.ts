import { isToken, type HeaderLines } from './challenge.js'
import { ResponseError } from './response-error.js'

const BRAND = Symbol.for('scopetree.HttpError')
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * A refusal of a dependency's own: it is answered with `status` and `{ "detail": … }` in every profile.
 *
 * `detail` is anything that JSON can carry; the client reads it. `headers` go out as they are, `content-type` too.
 *
 * @throws {TypeError} a status that is no integer from 300 to 599, or a header that would split into two or cannot be sent
 * @example
 * throw new HttpError(400, 'Inactive user')
 */
export class HttpError extends ResponseError {
  override readonly name: string = 'HttpError'
  /**
   * Set by the constructor: a field under a computed name keeps a class nobody uses in a bundle.
   *
   * @internal
   */
  declare readonly [BRAND]: true
  readonly status: number
  readonly detail: unknown
  readonly headers: HeaderLines

  constructor(status: number, detail: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(typeof detail === 'string' ? detail : `HTTP ${status}`)
    if (!Number.isInteger(status) || status < 300 || status > 599) {
      throw new TypeError('"status" must be an integer from 300 to 599')
    }
    for (const [name, value] of Object.entries(headers)) {
      if (!isToken(name)) throw new TypeError(`"headers": ${JSON.stringify(name)} is no header name`)
      if (!FIELD_VALUE.test(value))
        throw new TypeError(`"headers": the value of ${JSON.stringify(name)} is no header value`)
    }
    this[BRAND] = true
    this.status = status
    this.detail = detail
    this.headers = { ...headers }
  }

  get body(): { detail: unknown } {
    return { detail: this.detail }
  }
}

/** Whether `value` is an `HttpError`, of this copy of the package or another. */
export function isHttpError(value: unknown): value is HttpError {
  return typeof value === 'object' && value !== null && BRAND in value
}
