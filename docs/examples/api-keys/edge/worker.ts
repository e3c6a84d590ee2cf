import { apiKey, errorResponse, run, security } from '@scopetree/core/tree'
import { findService, type Services } from './keys.js'

interface Env {
  readonly SERVICES: Services
}

const service = apiKey(
  { in: 'header', key: 'x-api-key', scopes: { reports: 'Read reports.', upload: 'Send figures.' } },
  async (key, { platform }) => {
    const { SERVICES } = platform as Env // what `run` is given below
    const found = await findService(SERVICES, key)
    return found && { user: found, scopes: found.scopes }
  },
)

// oxlint-disable-next-line import/no-default-export -- a Worker is its default export
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      return await run(security(service, 'reports'), request, ({ name }) => Response.json({ for: name }), {
        platform: env,
      })
    } catch (error) {
      const response = errorResponse(error)
      if (response === undefined) throw error
      return response
    }
  },
}
