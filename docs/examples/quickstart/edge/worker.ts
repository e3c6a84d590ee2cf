import {
  defineAuth,
  depends,
  errorResponse,
  getCurrentUser,
  HttpError,
  issuer,
  oauth2AuthorizationCode,
  run,
  security,
} from '@scopetree/core'

const LOGIN = 'https://login.example.com'

const auth = defineAuth({
  key: issuer(LOGIN, { audience: 'https://api.example.com' }),
  scopes: { me: 'Read who you are.', items: 'Read items.' },
})

const currentUser = oauth2AuthorizationCode(
  { authorizationUrl: `${LOGIN}/authorize`, tokenUrl: `${LOGIN}/token`, scopes: auth.scopes },
  (token) => getCurrentUser(auth, token),
)

const member = depends(security(currentUser, 'me'), function member({ sub, org }) {
  if (org !== 'acme') throw new HttpError(403, 'Members of acme only')
  return { sub, org }
})

async function answer(request: Request): Promise<Response> {
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case 'GET /users/me':
      return run(member, request, (user) => Response.json(user))
    case 'GET /items':
      return run(security(member, 'items'), request, ({ sub }) => Response.json([{ name: 'Foo', owner: sub }]))
    default:
      return Response.json({ detail: 'Not Found' }, { status: 404 })
  }
}

// oxlint-disable-next-line import/no-default-export -- a Worker is its default export
export default {
  async fetch(request: Request): Promise<Response> {
    try {
      return await answer(request)
    } catch (error) {
      const response = errorResponse(error)
      if (response === undefined) throw error
      return response
    }
  },
}
