import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

// The program that is measured: one framework with one way to verify tokens. It says on which port it listens.
const [framework = '', name = ''] = process.argv.slice(2)
const host: { serverOf(name: string): Promise<Server> } = await import(`./${framework}.js`)
const server = await host.serverOf(name)
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
// Whoever measures is gone.
process.on('disconnect', () => process.exit())
