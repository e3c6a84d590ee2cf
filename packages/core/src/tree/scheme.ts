import type { Awaitable } from '../wire/awaitable.js'
import { formatChallenge, type Challenge } from '../wire/challenge.js'
import type { RequestView } from '../wire/request.js'
import { assertScope } from '../wire/scope.js'
import { scopeRules, type Scopes } from '../wire/scope-rules.js'
import { createDependency } from './create-dependency.js'
import type { Dependency, SecurityScheme, Verified, VerifierContext } from './dependency.js'
import { edgeOf, union, type Edge, type Node, type SchemeNode } from './node.js'

/**
 * Says who sent the credentials and which scopes were granted with them; `null`, or a user that is none, for nobody.
 *
 * It is called once per request, and is not told which scopes a route demands: the tree compares.
 */
export type Verifier<K, U, C = unknown> = (
  credentials: K,
  context: VerifierContext,
) => Awaitable<Verified<U, C> | null | undefined>

/** What every security scheme can be told. */
export interface SchemeOptions<S extends string = never> {
  /** Its name in the OpenAPI document. */
  readonly name?: string | undefined
  /** For the reader of the OpenAPI document. */
  readonly description?: string | undefined
  /** Each scope that may be demanded of it, with a description, and with what it implies where it does. */
  readonly scopes?: Scopes<S> | undefined
}

/** A security scheme of the application's own. */
export interface CustomScheme<K, S extends string = never> extends SchemeOptions<S> {
  readonly name: string
  /** The OpenAPI Security Scheme Object, without the description. */
  readonly definition: Readonly<Record<string, unknown>>
  /** What `WWW-Authenticate` says: the name of an authentication scheme, or that and its parameters. */
  readonly challenge:
    | string
    | { readonly scheme: string; readonly params?: Readonly<Record<string, string>> | undefined }
  /** The credentials of this scheme in a request; `undefined` where it carries none. */
  readonly extract: (request: RequestView) => K | undefined
}

/**
 * A security scheme: where credentials are, what they mean, and how the world is told of them. All others are made of it.
 *
 * It does not compare scopes (the tree does) and does not verify credentials (the verifier does).
 *
 * @throws {TypeError} a scope or challenge that a header cannot carry, a scope that implies an unknown one or itself, no
 * verifier
 * @example
 * const device = scheme(
 *   { name: 'Device', definition: { type: 'mutualTLS' }, challenge: 'Device', extract: (request) => request.header('x-client-cert') },
 *   (certificate) => findDevice(certificate),
 * )
 */
export function scheme<K, U, S extends string = never, C = unknown>(
  options: CustomScheme<K, S>,
  verify: Verifier<K, U, C>,
): SecurityScheme<U, S, C> {
  const { name, definition, description, extract, scopes } = options
  if (typeof extract !== 'function' || typeof verify !== 'function') {
    throw new TypeError(`${name}: what extracts and what verifies its credentials must be functions`)
  }
  const challenge = challengeOf(options.challenge)
  const checks = new Set(Object.keys(scopes ?? {}))
  checks.forEach(assertScope)
  const schemes = new Set<SchemeNode>()
  const node: SchemeNode = {
    kind: 'scheme',
    name,
    inputs: [],
    schemes,
    checks,
    rules: scopeRules(scopes),
    challenge,
    definition: description === undefined ? definition : { ...definition, description },
    extract,
    // The node hands its verifier what its own extractor found.
    verify: (credentials, context) => verify(credentials as K, context),
  }
  schemes.add(node)
  return createDependency({ node, scopes: [] }) as SecurityScheme<U, S, C>
}

/** Parameters of a Bearer challenge that say what a request lacks (RFC 6750 §3). */
const OWN_PARAMS = ['error', 'error_description', 'scope']

function challengeOf(challenge: CustomScheme<unknown>['challenge']): Pick<Challenge, 'scheme' | 'params'> {
  const { scheme, params = {} } = typeof challenge === 'string' ? { scheme: challenge } : challenge
  const names = [...(scheme.toLowerCase() === 'bearer' ? OWN_PARAMS : []), ...Object.keys(params)]
  // RFC 9110 §11.2: names of parameters are the same in any case, and stand once.
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    throw new TypeError(`the challenge of ${scheme} has a parameter twice, or one that is written for it`)
  }
  formatChallenge({ scheme, params, scopes: [] })
  return { scheme, params: { ...params } }
}

/**
 * All that a scheme's verifier answered, where the scheme itself gives the user: the scopes granted and the claims too.
 *
 * @throws {TypeError} a dependency that is no security scheme
 * @example
 * const session = depends(authentication(currentUser), ({ user, claims }) => ({ user, tenant: claims.tenant }))
 */
export function authentication<U, S extends string, C>(
  scheme: SecurityScheme<U, S, C>,
): Dependency<{ user: U; scopes: readonly string[]; claims: C }, S> {
  const input = edgeOf(scheme)
  if (input.node.kind !== 'scheme') throw new TypeError(`authentication(): ${input.node.name} is no security scheme`)
  return createDependency({ node: authenticationNode(input), scopes: [] }) as ReturnType<typeof authentication<U, S, C>>
}

function authenticationNode(input: Edge): Node {
  const { name, schemes, checks } = input.node
  return { kind: 'authentication', name: `authentication(${name})`, inputs: [input], schemes: union([schemes]), checks }
}
