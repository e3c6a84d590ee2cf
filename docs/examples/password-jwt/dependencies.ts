import { defineAuth, depends, getCurrentUser, hs256, HttpError, oauth2PasswordBearer, security } from '@scopetree/core'
import { findSubject, findUser } from './subjects.js'

/** Published in FastAPI's tutorial, so everyone can sign with it. Make your own: openssl rand -hex 32 */
const SECRET_KEY = '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7'

const key = hs256(SECRET_KEY, { allowInsecureSecret: true })
const scopes = { drive: 'Drive the car.', edit: 'Edit the post.' }

/** Logs users in and issues tokens. */
export const auth = defineAuth({ key, scopes, expiresIn: 30 * 60, findUser })

/** Verifies tokens, also those that are for no user. */
const tokens = defineAuth({ key, scopes, loadUser: findSubject })

const subject = oauth2PasswordBearer({ tokenUrl: 'token', scopes }, (token) => getCurrentUser(tokens, token))

export const currentUser = depends(subject, function currentUser(found) {
  if (found.kind !== 'username') throw new HttpError(403, 'This token is not a user’s')
  if (found.user.disabled) throw new HttpError(400, 'Inactive user')
  return found.user
})

export const drivenCar = depends(security(subject, 'drive'), function drivenCar(found, { request }) {
  if (found.kind !== 'car' || found.plate !== request.param('plate')) {
    throw new HttpError(403, 'This token is for something else')
  }
  return found
})

export const editedPost = depends(security(subject, 'edit'), function editedPost(found, { request }) {
  if (found.kind !== 'post' || found.slug !== request.param('slug')) {
    throw new HttpError(403, 'This token is for something else')
  }
  return found
})
