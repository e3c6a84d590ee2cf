/**
 * Password hashes, of one kind or of many.
 *
 * @module @scopetree/core/password
 */
export * from '@scopetree/core/password'
