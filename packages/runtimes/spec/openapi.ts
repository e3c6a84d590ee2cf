import { passwordLogin, openapi, securityOf } from '@scopetree/core/openapi'
import { itemsOfUser } from './application.js'
import { equal, type Checks } from './check.js'

export const openapiDocument: Checks = {
  'openapi: a route says what it demands': () => {
    equal(securityOf(itemsOfUser), [{ OAuth2PasswordBearer: ['items', 'me'] }])
  },

  'openapi: the document holds the routes, their security and the schemes': () => {
    const { paths, components } = openapi({
      info: { title: 'Items', version: '1.0.0' },
      routes: [
        { method: 'POST', path: '/token', details: [passwordLogin] },
        { method: 'GET', path: '/items/:id', guard: itemsOfUser },
      ],
    })
    equal(Object.keys(paths), ['/token', '/items/{id}'])
    equal(paths['/items/{id}']?.['get']?.security, [{ OAuth2PasswordBearer: ['items', 'me'] }])
    equal(components?.securitySchemes?.['OAuth2PasswordBearer'], {
      type: 'oauth2',
      flows: { password: { tokenUrl: 'token', scopes: { me: 'Read who you are.', items: 'Read items.' } } },
    })
  },
}
