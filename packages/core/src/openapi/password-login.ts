import { TokenRequestError } from '../wire/errors.js'
import type { OperationDetails } from './operation.js'

/**
 * What a token endpoint for passwords says of itself (RFC 6749 §4.3.2): its form, its answer, its refusals.
 *
 * `tokenEndpoint` of every adapter says it; say it of one that you wrote yourself.
 *
 * @example
 * app.post('/token', operation(passwordLogin, login))
 */
export const passwordLogin: OperationDetails = {
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          properties: {
            grant_type: { type: 'string', pattern: '^password$' },
            username: { type: 'string' },
            password: { type: 'string', format: 'password' },
            scope: { type: 'string', default: '' },
            client_id: { type: 'string' },
            client_secret: { type: 'string', format: 'password' },
          },
          required: ['username', 'password'],
        },
      },
    },
  },
  responses: {
    200: {
      description: 'An access token',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              access_token: { type: 'string' },
              token_type: { type: 'string' },
              expires_in: { type: 'integer', description: 'Seconds' },
              scope: { type: 'string' },
            },
            required: ['access_token', 'token_type'],
          },
        },
      },
    },
  },
  errors: [
    /* @__PURE__ */ new TokenRequestError('invalid_grant', 'Incorrect username or password'),
    /* @__PURE__ */ new TokenRequestError('invalid_request', 'username is missing', [
      { type: 'missing', field: 'username' },
    ]),
  ],
}
