import { createServer } from 'node:http'
import { routes } from '@scopetree/node'

const { PORT = '8000' } = process.env

const server = createServer(
  routes({
    'GET /items': () => [{ name: 'Foo' }],
  }),
)

server.listen(Number(PORT), '127.0.0.1', () => console.log('Listening', server.address()))
