import { TokenRequestError } from '../../wire/errors.js'
import { readHeader, type RequestLike } from '../../wire/request.js'
import { collect } from '../byte-stream.js'
import { bodyOf } from './request-body.js'

const MAX_BYTES = 64 * 1024
const MAX_FIELDS = 100
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const LATIN_1 = new TextDecoder('latin1')

/** Every value of every field. `undefined` is what is no text: a file, a list, a nested object, bytes that are no UTF-8. */
export type Form = ReadonlyMap<string, readonly (string | undefined)[]>

/** RFC 6749 §3.2: a parameter without a value counts as left away. */
export function valueOf(form: Form, name: string): string | undefined {
  const [value] = form.get(name) ?? []
  return value === '' ? undefined : value
}

/**
 * The form that a request carries, urlencoded or multipart; `undefined` where its `Content-Type` is another.
 *
 * @throws {TokenRequestError} `invalid_request`: too large, too many fields, or not to be decoded
 * @throws {TypeError} the body has been consumed, or there is none to read
 */
export async function readForm(request: RequestLike): Promise<Form | undefined> {
  const contentType = readHeader(request, 'content-type') ?? ''
  const [mediaType = ''] = contentType.split(';', 1)
  switch (mediaType.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return readFields(request, urlencodedFields)
    case 'multipart/form-data':
      return readFields(request, (bytes) => multipartFields(bytes, contentType))
    default:
      return undefined
  }
}

/** The refusal of a form as a whole. */
export function malformedForm(message: string): TokenRequestError {
  return new TokenRequestError('invalid_request', message, [{ type: 'malformed', message }])
}

async function readFields(
  request: RequestLike,
  decode: (bytes: Uint8Array<ArrayBuffer>) => Promise<Iterable<[string, unknown]>>,
): Promise<Form> {
  const body = bodyOf(request)
  const fields = [...('parsed' in body ? parsedFields(body.parsed) : await decode(await limited(body.chunks)))]
  if (fields.length > MAX_FIELDS) throw malformedForm('The form has too many fields')
  const form = new Map<string, (string | undefined)[]>()
  for (const [name, value] of fields) {
    form.set(name, [...(form.get(name) ?? []), isText(value) && isText(name) ? value : undefined])
  }
  return form
}

async function limited(chunks: AsyncIterable<unknown> | Iterable<unknown>): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await collect(chunks, MAX_BYTES)
  if (bytes === undefined) throw malformedForm('The form is too large')
  return bytes
}

async function urlencodedFields(bytes: Uint8Array<ArrayBuffer>): Promise<Iterable<[string, unknown]>> {
  try {
    // After "&", because URLSearchParams takes a leading "?" away.
    return new URLSearchParams(`&${UTF_8.decode(bytes)}`)
  } catch {
    throw malformedForm('The form is no UTF-8 text')
  }
}

async function multipartFields(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<Iterable<[string, unknown]>> {
  // A value that begins with a byte order mark is taken for one that does not: then two passwords would be one.
  if (LATIN_1.decode(bytes).includes('\r\n\r\n\xef\xbb\xbf')) throw malformedForm('The form is no multipart text')
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw malformedForm('The form is no multipart text')
  }
}

/** Parsers make an array of a repeated field; one with fewer than two items is a list, `name[]`, and no text. */
function parsedFields(parsed: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(parsed).flatMap(([name, value]) => {
    const items: readonly unknown[] = Array.isArray(value) && value.length > 1 ? value : [value]
    return items.map((item): [string, unknown] => [name, item])
  })
}

/** U+FFFD is what decoders make of bytes that are no UTF-8: then two passwords would be one. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u{FFFD}')
}
