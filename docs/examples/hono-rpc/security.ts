import { defineAuth, getCurrentUser, hs256, oauth2PasswordBearer, security } from '@scopetree/core'

const { SECRET_KEY = crypto.randomUUID() } = process.env

const users = new Map([
  [
    'johndoe',
    {
      user: { name: 'johndoe' },
      passwordHash: '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW', // secret
    },
  ],
])

export const auth = defineAuth({
  key: hs256(SECRET_KEY),
  scopes: { read: 'Read notes.', write: 'Write notes.' },
  findUser: (name) => users.get(name),
  scopesFor: () => ['read', 'write'],
})

export const caller = oauth2PasswordBearer({ tokenUrl: 'token', scopes: auth.scopes }, (token) =>
  getCurrentUser(auth, token),
)

export const author = security(caller, 'write')
