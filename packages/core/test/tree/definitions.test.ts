import {
  apiKey,
  httpBasic,
  httpBearer,
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2PasswordBearer,
  openIdConnect,
  scheme,
  type AnyDependency,
} from '@scopetree/core/tree'
import { expect, it } from 'vitest'
import { edgeOf, type SchemeNode } from '../../src/tree/node.js'

const scopes = { me: 'Read yourself.' }
const tokenUrl = 'token'
const refreshUrl = 'refresh'
const authorizationUrl = 'authorize'
const openIdConnectUrl = 'https://issuer.example/.well-known/openid-configuration'
const description = 'Log in "first".\nThen ask.'
const verify = (): null => null

it.each<[string, AnyDependency, object]>([
  [
    'oauth2PasswordBearer',
    oauth2PasswordBearer({ tokenUrl, scopes }, verify),
    { type: 'oauth2', flows: { password: { scopes, tokenUrl } } },
  ],
  [
    'oauth2PasswordBearer without scopes',
    oauth2PasswordBearer({ tokenUrl }, verify),
    { type: 'oauth2', flows: { password: { scopes: {}, tokenUrl } } },
  ],
  [
    'oauth2PasswordBearer with everything',
    oauth2PasswordBearer({ tokenUrl, refreshUrl, scopes, description, realm: 'not shown' }, verify),
    { type: 'oauth2', flows: { password: { scopes, tokenUrl, refreshUrl } }, description },
  ],
  [
    'oauth2AuthorizationCode',
    oauth2AuthorizationCode({ authorizationUrl, tokenUrl, scopes }, verify),
    { type: 'oauth2', flows: { authorizationCode: { scopes, authorizationUrl, tokenUrl } } },
  ],
  [
    'oauth2AuthorizationCode with everything',
    oauth2AuthorizationCode({ authorizationUrl, tokenUrl, refreshUrl, description }, verify),
    {
      type: 'oauth2',
      flows: { authorizationCode: { scopes: {}, authorizationUrl, tokenUrl, refreshUrl } },
      description,
    },
  ],
  [
    'oauth2ClientCredentials',
    oauth2ClientCredentials({ tokenUrl, refreshUrl, scopes }, verify),
    { type: 'oauth2', flows: { clientCredentials: { scopes, tokenUrl, refreshUrl } } },
  ],
  ['openIdConnect', openIdConnect({ openIdConnectUrl, scopes }, verify), { type: 'openIdConnect', openIdConnectUrl }],
  ['httpBearer', httpBearer({}, verify), { type: 'http', scheme: 'bearer' }],
  [
    'httpBearer with a hint',
    httpBearer({ bearerFormat: 'JWT', description }, verify),
    { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description },
  ],
  ['httpBasic', httpBasic({ realm: 'not shown' }, verify), { type: 'http', scheme: 'basic' }],
  ['apiKey', apiKey({ in: 'cookie', key: 'sid' }, verify), { type: 'apiKey', in: 'cookie', name: 'sid' }],
  [
    'a scheme of its own',
    scheme(
      { name: 'Device', definition: { type: 'mutualTLS' }, challenge: 'Device', extract: () => 1, description },
      verify,
    ),
    { type: 'mutualTLS', description },
  ],
])('%s is defined for OpenAPI', (_, dependency, definition) => {
  expect((edgeOf(dependency).node as SchemeNode).definition).toStrictEqual(definition)
})
