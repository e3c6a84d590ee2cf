/** A request with these headers. */
export function request(headers: Readonly<Record<string, string>> = {}, url = 'http://localhost/'): Request {
  return new Request(url, { headers })
}

/** A request with this bearer token. */
export function bearer(token: string): Request {
  return request({ authorization: `Bearer ${token}` })
}

/** A request with these Basic credentials, in UTF-8. */
export function basic(text: string): Request {
  return request({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
}
