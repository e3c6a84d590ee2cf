import { fastapi, InsufficientScopeError, UnauthenticatedError, type ErrorProfile } from '@scopetree/core'

// #region forbidden
/** FastAPI's bodies, and 403 where a scope is missing. */
export const profile: ErrorProfile = (error) =>
  error instanceof InsufficientScopeError ? { ...fastapi(error), status: 403 } : fastapi(error)
// #endregion forbidden

// #region strangers
/** 403 for who sends nothing, as `HTTPBearer` and API keys of FastAPI before 0.122. */
export const oldProfile: ErrorProfile = (error) =>
  error instanceof UnauthenticatedError
    ? { status: 403, headers: {}, body: { detail: 'Not authenticated' } }
    : fastapi(error)
// #endregion strangers
