import { createAdaptorServer } from '@hono/node-server'
import { createClient } from 'redis'
import { listen } from '../serve.js'
import { createApp } from './api/app.js'
import { redisDenyList } from './stores/redis.js'

const { REDIS_URL = 'redis://127.0.0.1:6379', SECRET_KEY = crypto.randomUUID() } = process.env

// Without the queue, requests fail while Redis is away; with it they would wait for its return.
const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true })
redis.on('error', console.error)
await redis.connect()

listen(createAdaptorServer(createApp(SECRET_KEY, redisDenyList(redis))))
