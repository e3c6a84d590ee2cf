import { createAdaptorServer } from '@hono/node-server'
import { listen, urlOf } from '../serve.js'
import { app } from './app.js'
import { connect, login } from './client.js'

export const server = listen(createAdaptorServer(app))

server.once('listening', () => {
  void takeNote(urlOf(server), 'Call home')
})

/** A call of the client, as a program elsewhere would make it. */
async function takeNote(url: string, text: string): Promise<void> {
  const client = connect(url, await login(url, 'johndoe', 'secret', 'read write'))
  const answer = await client.notes.$post({ json: { text } })
  if (answer.status !== 201) throw new Error(`The note was refused: ${answer.status}`)
  const note = await answer.json()
  console.log(`${note.author} has noted: ${note.text}`)
}
