import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fastapiVersion, isFastapiSince, startFastApi } from './support/fastapi.js'
import { NOTES, SCHEMES, SECRET_KEY, type Sent } from './support/fastapi-requests.js'
import { call, type Answer } from './support/http.js'
import { startProgram, type Program } from './support/program.js'

// Every difference between the programs stands in a table of the page, and every row of it is a difference.

const page = readFileSync(new URL('../migrate/fastapi.md', import.meta.url), 'utf8')
const [, differences = ''] = page.split('## What differs on purpose\n')

interface Row {
  readonly request: string
  readonly before: readonly string[]
  /** On Hono, and on Express. */
  readonly after: readonly [readonly string[], readonly string[]]
  /** The version of FastAPI that answers as we do. */
  readonly since: string | undefined
}

/** `401`, or several answers, and what Express does otherwise behind its name. */
function rowOf(line: string): Row {
  const [request = '', before = '', after = '', why = ''] = line.split(/ *\| */).slice(1, -1)
  const [hono = '', express = hono] = after.split(/,? ?Express: /)
  return {
    request,
    before: codeOf(before),
    after: [hono === '' ? codeOf(before) : codeOf(hono), codeOf(express)],
    since: /FastAPI since ([\d.]+)/.exec(why)?.[1],
  }
}

function codeOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).toSorted()
}

const rows = differences
  .split('\n')
  .filter((line) => line.startsWith('|') && /\| `/.test(line))
  .map(rowOf)

/** What is compared: of a new token what it says, for no two are the same. */
interface Outcome {
  readonly status: number
  readonly challenges: readonly string[]
  readonly body: unknown
}

function outcomeOf({ status, challenges, body, text }: Answer): Outcome {
  if (typeof body !== 'object' || body === null || !('access_token' in body)) {
    return { status, challenges, body: body ?? (text === '' ? 'nothing' : 'text') }
  }
  const { exp: _exp, iat: _iat, jti: _jti, ...said } = claimsOf(body.access_token)
  return { status, challenges, body: { ...body, access_token: said } }
}

function claimsOf(token: unknown): Record<string, unknown> {
  const [, payload = ''] = String(token).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

/** As the page writes an answer: its status, and of the rest what the status does not tell from the other answer. */
function written(outcome: Outcome, other: Outcome): string {
  const { status, challenges, body } = outcome
  if (status !== other.status) return String(status)
  return [
    status,
    ...(String(challenges) === String(other.challenges) ? [] : challenges),
    ...(JSON.stringify(body) === JSON.stringify(other.body) ? [] : [bodyOf(body)]),
  ].join(' ')
}

function bodyOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return String(body)
  if ('access_token' in body) return JSON.stringify(body.access_token)
  if (!('detail' in body)) return JSON.stringify(body)
  if (!Array.isArray(body.detail)) return JSON.stringify(body.detail)
  return body.detail.every((problem: object) => 'input' in problem) ? 'pydantic 2' : 'pydantic 1'
}

/** Both answers to each request, in their order. */
async function replay(requests: readonly Sent[], before: Program, after: Program): Promise<[Sent, Outcome, Outcome][]> {
  const answers: [Sent, Outcome, Outcome][] = []
  for (const request of requests) {
    answers.push([request, outcomeOf(await call(before.origin, request)), outcomeOf(await call(after.origin, request))])
  }
  return answers
}

const PAIRS = [
  ['before', 'hono', NOTES],
  ['before', 'express', NOTES],
  ['schemes', 'schemes', SCHEMES],
] as const

describe.skipIf(fastapiVersion === undefined)('where FastAPI is installed', () => {
  describe.each(PAIRS)('%s.py and %s.ts', (module, program, requests) => {
    const onExpress = program === 'express'
    const programs: Program[] = []
    let answers: [Sent, Outcome, Outcome][] = []
    beforeAll(async () => {
      const before = await startFastApi(module, { SECRET_KEY })
      programs.push(before)
      const after = await startProgram(`migrate-fastapi/${program}.ts`, { SECRET_KEY })
      programs.push(after)
      answers = await replay(requests, before, after)
    }, 120_000)
    afterAll(() => Promise.all(programs.map((started) => started.stop())))

    const announced = rows
      .filter(({ request }) => requests.some(({ row }) => row === request))
      .filter(({ before, after }) => String(before) !== String(after[onExpress ? 1 : 0]))
      .filter(({ since }) => since === undefined || !isFastapiSince(since))

    test('answer alike, but for the rows of the page', () => {
      const differing = answers.filter(([, before, after]) => !isDeepStrictEqual(before, after))
      const expected = answers.filter(([{ row }]) => announced.some(({ request }) => request === row))
      expect(differing.map(([{ name }]) => name)).toEqual(expected.map(([{ name }]) => name))
    })

    test.each(announced)('$request', ({ request, before, after }) => {
      const own = answers.filter(([{ row }]) => row === request)
      const seen = (side: (before: Outcome, after: Outcome) => string): string[] =>
        [...new Set(own.map(([, before, after]) => side(before, after)))].toSorted()
      expect(seen((before, after) => written(after, before))).toEqual(after[onExpress ? 1 : 0])
      const answered = seen((before, after) => written(before, after))
      // Newer ones refuse the same in other words.
      expect(isFastapiSince('0.93') ? before : answered).toEqual(before)
      // No two may be written alike.
      for (const [, before, after] of own) expect(written(before, after)).not.toBe(written(after, before))
    })

    test('where they differ, what is answered now', () => {
      const differing = answers.filter(([{ row }]) => row !== undefined)
      const now = differing.map(([{ name }, , outcome]) => `${name}: ${JSON.stringify(outcome)}`)
      expect(now.join('\n')).toMatchSnapshot()
    })

    test('lists of what is wrong name the same fields', () => {
      const lists = answers.filter(([, before, after]) => isList(before) && isList(after))
      for (const [{ name }, before, after] of lists)
        expect([name, locationsOf(after)]).toEqual([name, locationsOf(before)])
    })
  })
})

test('every row is of a request', () => {
  const known = [...NOTES, ...SCHEMES].flatMap(({ row }) => row ?? [])
  expect(rows.map(({ request }) => request).toSorted()).toEqual([...new Set(known)].toSorted())
  expect(page).toContain(`${NOTES.length + SCHEMES.length} requests`)
})

function isList({ body }: Outcome): boolean {
  return typeof body === 'object' && body !== null && 'detail' in body && Array.isArray(body.detail)
}

function locationsOf({ body }: Outcome): unknown[] {
  return (body as { detail: { loc: unknown }[] }).detail.map(({ loc }) => loc)
}
