import { createAdaptorServer } from '@hono/node-server'
import { listen } from '../serve.js'
import { createApp } from './issuer/app.js'
import { newKey } from './issuer/new-key.js'
import { ringOf } from './issuer/ring.js'

const { SIGNING_KEYS = JSON.stringify([await newKey('only-until-restart')]) } = process.env

listen(createAdaptorServer(createApp(ringOf(SIGNING_KEYS))))
