import type { AddressInfo, Server } from 'node:net'

/** The scopes application on HOST and PORT; it says what to try, and where its documentation is if it has some. */
export function serve<S extends Server>(server: S, docs?: string): S {
  return listen(server, (url) => greeting(url) + (docs === undefined ? '' : `\nOr open ${url}${docs} in a browser.\n`))
}

/** Listens on HOST and PORT, and says where. */
export function listen<S extends Server>(server: S, said = (url: string) => `Listening on ${url}`): S {
  const { HOST = '127.0.0.1', PORT = '8000' } = process.env
  server.once('error', (error) => {
    console.error(`Cannot listen on ${HOST}:${PORT}: ${error.message}. Choose another with HOST and PORT.`)
    process.exitCode = 1
  })
  return server.listen(Number(PORT), HOST, () => {
    console.log(said(urlOf(server)))
  })
}

/** Where a listening server is reached. */
export function urlOf(server: Server): string {
  // A server that listens on a port has an address of this kind.
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** Three lines that work when pasted into a shell, one after the other. */
function greeting(url: string): string {
  const login = `curl -s ${url}/token -d username=johndoe -d password=secret -d 'scope=me items'`
  return `Listening on ${url}. Try:

  ${login}
  TOKEN=$(${login} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -i ${url}/users/me/items/ -H "Authorization: Bearer $TOKEN"
`
}
