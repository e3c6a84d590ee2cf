import { createAdaptorServer } from '@hono/node-server'
import { Pool } from 'pg'
import { listen } from '../serve.js'
import { createApp } from './api/app.js'
import { postgresDenyList, SCHEMA } from './stores/postgres.js'

const { DATABASE_URL = 'postgres://127.0.0.1/postgres', SECRET_KEY = crypto.randomUUID() } = process.env

const pool = new Pool({ connectionString: DATABASE_URL, connectionTimeoutMillis: 2000, query_timeout: 2000 })
pool.on('error', console.error)
await pool.query(SCHEMA)

listen(createAdaptorServer(createApp(SECRET_KEY, postgresDenyList(pool))))
