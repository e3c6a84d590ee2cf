import type { FastifyJWTOptions } from '@fastify/jwt'
import {
  defineAuth,
  getCurrentUser,
  hs256,
  oauth2PasswordBearer,
  type Auth,
  type CustomScheme,
  type IssuerOptions,
  type ScopesOf,
  type ValueOf,
} from '@scopetree/core'
import type { Params, Request as ExpressJwtRequest } from 'express-jwt'
import type { AuthOptions, requiredScopes } from 'express-oauth2-jwt-bearer'
import { createVerifier, type VerifierOptions } from 'fast-jwt'
import type { FastifyRequest } from 'fastify'
import type { Context } from 'hono'
import type { jwt } from 'hono/jwt'
import type { jwtVerify, JWTVerifyOptions } from 'jose'
import jsonwebtoken, { type VerifyOptions } from 'jsonwebtoken'
import type { StrategyOptionsWithoutRequest, VerifyCallback } from 'passport-jwt'
import { SECRET } from './tokens.js'

// What the compiler knows of each library: a cell that is not so is an error of the type check.

const config = defineAuth({
  key: hs256(SECRET),
  scopes: { me: '', items: '' },
  findUser: () => ({ user: { username: 'johndoe' }, passwordHash: '' }),
})
const currentUser = oauth2PasswordBearer({ tokenUrl: 'token', scopes: config.scopes }, (token) =>
  getCurrentUser(config, token),
)

type IsAny<T> = 0 extends 1 & T ? true : false

/** What a handler or a caller is given, as far as its type tells. */
type Told<T> =
  IsAny<T> extends true
    ? '`any`'
    : [unknown] extends [T]
      ? '`unknown`'
      : [Extract<T, string>] extends [never]
        ? [keyof T] extends [never]
          ? 'an empty type'
          : [T] extends [{ username: string }]
            ? 'your user'
            : [T] extends [{ sub?: string | undefined }]
              ? 'claims'
              : never
        : 'an object or text'

const byFastJwt = (token: string) => createVerifier({ key: SECRET })(token)
const byJsonwebtoken = (token: string) => jsonwebtoken.verify(token, SECRET)

export const user = {
  scopetree: 'your user',
  'express-oauth2-jwt-bearer': 'claims',
  'express-jwt': 'claims',
  'passport-jwt': 'an empty type',
  'hono/jwt': '`unknown`',
  '@fastify/jwt': 'an object or text',
  'fast-jwt': '`any`',
  jsonwebtoken: 'an object or text',
  jose: 'claims',
} satisfies {
  scopetree: Told<ValueOf<typeof currentUser>>
  'express-oauth2-jwt-bearer': Told<NonNullable<Express.Request['auth']>['payload']>
  'express-jwt': Told<NonNullable<ExpressJwtRequest['auth']>>
  'passport-jwt': Told<Express.User>
  'hono/jwt': Told<Context['var']['jwtPayload']>
  '@fastify/jwt': Told<FastifyRequest['user']>
  'fast-jwt': Told<ReturnType<typeof byFastJwt>>
  jsonwebtoken: Told<ReturnType<typeof byJsonwebtoken>>
  jose: Told<Awaited<ReturnType<typeof jwtVerify>>['payload']>
}

/** Whether a scope that nobody declared is an error. */
type Misspelt<S> = string extends S ? 'compiles' : 'does not compile'

export const misspeltScope = {
  scopetree: 'does not compile',
  'express-oauth2-jwt-bearer': 'compiles',
} satisfies {
  scopetree: Misspelt<ScopesOf<typeof currentUser>>
  'express-oauth2-jwt-bearer': Misspelt<Parameters<typeof requiredScopes>[0]>
}

interface Options {
  scopetree: Auth<unknown> | CustomScheme<unknown> | IssuerOptions
  'express-oauth2-jwt-bearer': AuthOptions
  'express-jwt': Params
  'passport-jwt': StrategyOptionsWithoutRequest & { verify: VerifyCallback }
  'hono/jwt': Parameters<typeof jwt>[0]
  '@fastify/jwt': FastifyJWTOptions
  'fast-jwt': VerifierOptions
  jsonwebtoken: VerifyOptions
  jose: JWTVerifyOptions
}
type KeysOf<T> = T extends unknown ? keyof T : never
/** Which libraries have an option of one of these names. */
type Offer<K extends string> = { [P in keyof Options]: K & KeysOf<Options[P]> extends never ? '–' : 'yes' }

const none = {
  scopetree: '–',
  'express-oauth2-jwt-bearer': '–',
  'express-jwt': '–',
  'passport-jwt': '–',
  'hono/jwt': '–',
  '@fastify/jwt': '–',
  'fast-jwt': '–',
  jsonwebtoken: '–',
  jose: '–',
} as const

export const proofOfPossession = { ...none, 'express-oauth2-jwt-bearer': 'yes' } satisfies Offer<'dpop'>
export const certificates = { ...none, 'express-oauth2-jwt-bearer': 'yes' } satisfies Offer<'mtls'>
export const anyPlace = {
  ...none,
  scopetree: 'yes',
  'express-jwt': 'yes',
  'passport-jwt': 'yes',
  'hono/jwt': 'yes',
  '@fastify/jwt': 'yes',
} satisfies Offer<'extract' | 'getToken' | 'jwtFromRequest' | 'cookie' | 'extractToken'>
export const takenBack = {
  ...none,
  scopetree: 'yes',
  'express-jwt': 'yes',
  'passport-jwt': 'yes',
  '@fastify/jwt': 'yes',
} satisfies Offer<'isRevoked' | 'trusted' | 'verify'>
export const byIssuer = {
  ...none,
  scopetree: 'yes',
  'express-oauth2-jwt-bearer': 'yes',
} satisfies Offer<'metadata' | 'issuerBaseURL'>
