import type {
  Account,
  Dependency,
  LocalKey,
  PasswordForm,
  RequestLike,
  SecurityScheme,
  SigningKey,
  Verified,
} from '@scopetree/core'
import type { User } from '../../examples/scopes/security/users.js'

// What an example of JSDoc takes for granted in the application around it, whatever the framework.
export * from '@scopetree/core'
export * from '@scopetree/docs-ui'
export { readFile } from 'node:fs/promises'
export { expect } from 'vitest'
export { activeUser, auth, currentUser } from '../../examples/scopes/security/dependencies.js'
export { findUser } from '../../examples/scopes/security/users.js'

export declare const accounts: ReadonlyMap<string, Account<User>>
export declare const users: { insert(row: { username: string; passwordHash: string }): Promise<void> }
export declare const user: User
export declare const johndoe: User
export declare const username: string
export declare const password: string
export declare const passwordHash: string

export declare const request: RequestLike
export declare const form: PasswordForm
export declare const token: string

export declare const key: SigningKey
export declare const ring: LocalKey
export declare const SECRET_KEY: string
export declare const OLD_SECRET: string
export declare const NEW_SECRET: string

export declare const db: Dependency<{ itemsOf(user: User): Promise<object[]> }>
export declare const serviceKey: SecurityScheme<{ service: string }>
export declare function findService(key: string): Promise<Verified<{ service: string }> | undefined>
export declare function findDevice(certificate: string): Promise<Verified<{ device: string }> | undefined>

export declare const info: { title: string; version: string }
