import { setTimeout } from 'node:timers/promises'
import {
  authenticateUser,
  createAccessToken,
  defineAuth,
  hs256,
  noStore,
  readPasswordForm,
  TokenRequestError,
} from '@scopetree/core'
import { authErrors } from '@scopetree/express'
import express from 'express'
import { createClient } from 'redis'
import { findUser } from '../scopes/security/users.js'
import { loginLimits } from './limits.js'

const { PORT = '8000', REDIS_URL = 'redis://127.0.0.1:6379', SECRET_KEY = crypto.randomUUID() } = process.env

// Without the queue a login fails over to the memory while Redis is away; with it, it would wait.
const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true })
redis.on('error', console.error)
// What is counted before Redis is there counts in this process alone; but no login waits for it for ever.
await Promise.race([redis.connect().catch(console.error), setTimeout(3000)])

const limits = loginLimits(redis)
const auth = defineAuth({ key: hs256(SECRET_KEY), findUser })

const app = express()
app.set('trust proxy', 1) // one proxy of ours stands in front: see "Behind a proxy"

app.post('/token', async (req, res) => {
  const { username, password } = await readPasswordForm(req)
  await limits.attempt(req.ip ?? '', username)
  const user = await authenticateUser(auth, username, password)
  if (!user) throw new TokenRequestError('invalid_grant', 'Incorrect username or password')
  await limits.forget(username)
  res.set(noStore).json({ access_token: await createAccessToken(auth, { sub: user.username }), token_type: 'bearer' })
})

app.use(authErrors())

const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error
  console.log('Listening', server.address())
})
