import { oauth2PasswordBearer, type SecurityScheme } from '@scopetree/core/tree'

export interface User {
  readonly name: string
}

export type Scope = 'me' | 'items' | 'admin'

export const scopes: Readonly<Record<Scope, string>> = { me: 'Read yourself.', items: 'Read items.', admin: 'All.' }

/** A scheme that reads tokens such as `ada:me,items`: who, and what was granted. `nobody` is no user. */
export function usersByToken(onVerify: (token: string) => void = () => {}): SecurityScheme<User, Scope> {
  return oauth2PasswordBearer({ tokenUrl: 'token', scopes }, (token) => {
    onVerify(token)
    const [name = '', granted = ''] = token.split(':')
    return name === 'nobody' ? null : { user: { name }, scopes: granted.split(',') }
  })
}
