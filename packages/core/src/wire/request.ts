import { InvalidTokenError } from './errors.js'
import { ownMember } from './own-member.js'
import { trimmed } from './trimmed.js'

/** RFC 6265 §5.2: the white space that browsers take off names and values. */
const WSP = ' \t'

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>

/** Whatever request is at hand: a web `Request`, Express's `req`, Node's `IncomingMessage`. */
export interface RequestLike {
  readonly headers: { get(name: string): string | null } | HeaderRecord
  readonly method?: string | undefined
  readonly url?: string | undefined
}

/** What frameworks put on a request beyond `RequestLike`, where they do. */
interface FrameworkRequest extends RequestLike {
  /** Node: names and values as they came, repeated headers included. */
  readonly rawHeaders?: readonly string[]
  /** Express: the URL before a mounted router cut its prefix off. */
  readonly originalUrl?: string
  /** Express: the parameters of the matched path. */
  readonly params?: Readonly<Record<string, string | readonly string[]>>
}

/** Reads a route parameter; `undefined` where the route has none of that name. */
export type ParamReader = (name: string) => string | undefined

/** The request as dependencies and verifiers see it, the same on every framework. */
export interface RequestView {
  readonly method: string
  /** The path and query, or the whole URL, as the framework gives it. */
  readonly url: string
  /** The value of a header; several lines of one name are joined with `, `. */
  header(name: string): string | undefined
  /**
   * The cookie of that name, percent-decoded where it can be.
   *
   * @throws {InvalidTokenError} `malformed`: several of that name. Another host of the domain may have set one of them,
   * and RFC 6265 §4.2.2 lets nobody rely on their order
   */
  cookie(name: string): string | undefined
  /** The first query parameter of that name. */
  query(name: string): string | undefined
  /**
   * A parameter of the matched route.
   *
   * @throws {TypeError} the route has no such parameter
   */
  param(name: string): string
  /** The object that the framework passed in. */
  readonly raw: RequestLike
}

/** The view of `raw`; where route parameters live elsewhere than on the request, an adapter passes how to read them. */
export function viewOf(raw: RequestLike, params?: ParamReader): View {
  return new View(raw, params ?? ((name) => expressParam(raw, name)))
}

/** A class, because a request costs one object this way and a handful of closures the other. */
export class View implements RequestView {
  raw: FrameworkRequest
  #params: ParamReader
  #read: Map<string, string> | undefined

  constructor(raw: RequestLike, params: ParamReader) {
    this.raw = raw
    this.#params = params
  }

  get method(): string {
    return this.raw.method ?? 'GET'
  }

  get url(): string {
    return this.raw.originalUrl ?? this.raw.url ?? '/'
  }

  header(name: string): string | undefined {
    return readHeader(this.raw, name)
  }

  cookie(name: string): string | undefined {
    const [value, ...others] = cookiesOf(this.raw, name)
    if (others.length > 0) throw new InvalidTokenError('malformed')
    return value
  }

  query(name: string): string | undefined {
    return new URLSearchParams(/\?([^#]*)/.exec(this.url)?.[1]).get(name) ?? undefined
  }

  param(name: string): string {
    const value = this.#params(name)
    if (value === undefined) throw new TypeError(`the route has no parameter ${JSON.stringify(name)}`)
    this.#read ??= new Map()
    this.#read.set(name, value)
    return value
  }

  /** Goes on to the route of a later guard; whether that has another value for a parameter that was read. */
  moveTo(params: ParamReader = this.#params): boolean {
    this.#params = params
    const isOther = [...(this.#read ?? [])].some(([name, value]) => (params(name) ?? value) !== value)
    if (isOther) this.#read = undefined
    return isOther
  }
}

function expressParam({ params = {} }: FrameworkRequest, name: string): string | undefined {
  const value = Object.hasOwn(params, name) ? params[name] : undefined
  return typeof value === 'string' ? value : value?.join('/')
}

/** The values of every cookie of that name. */
function cookiesOf(raw: RequestLike, name: string): readonly string[] {
  return (readHeader(raw, 'cookie')?.split(';') ?? []).flatMap((pair) => {
    const at = pair.indexOf('=')
    if (at < 1 || trimmed(pair.slice(0, at), WSP) !== name) return []
    return [decodeCookie(trimmed(pair.slice(at + 1), WSP))]
  })
}

/** RFC 6265 §4.1.1 lets a value stand in quotes. */
function decodeCookie(value: string): string {
  const text = value.replace(/^"(.*)"$/, '$1')
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** One header of any request; several lines of one name are joined with `, `. */
export function readHeader({ headers }: RequestLike, name: string): string | undefined {
  if (hasGet(headers)) return headers.get(name) ?? undefined
  const value = ownMember(headers, name.toLowerCase())
  return typeof value === 'object' ? value.join(', ') : value
}

function hasGet(headers: RequestLike['headers']): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function'
}

/** How many lines of that name a Node request came with; `headers` shows only the first of some names. */
export function countHeaderLines({ rawHeaders = [] }: FrameworkRequest, name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length
}
