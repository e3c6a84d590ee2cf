import { createAdaptorServer } from '@hono/node-server'
import { hashPassword } from '@scopetree/core'
import { listen } from '../serve.js'
import { createApp, type User } from './api/app.js'

const user: User = { username: 'johndoe', scopes: ['me', 'items'] }
const accounts = new Map([[user.username, { user, passwordHash: await hashPassword('secret') }]])

const { SECRET_KEY = crypto.randomUUID() } = process.env

listen(createAdaptorServer(createApp(SECRET_KEY, (username) => accounts.get(username))))
