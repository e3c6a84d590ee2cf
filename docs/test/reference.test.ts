import { fileURLToPath } from 'node:url'
import { Application, type Comment, type ProjectReflection } from 'typedoc'
import { beforeAll, describe, expect, test } from 'vitest'

// The reference is made of JSDoc by TypeDoc, with plugins of ours: here without its pages.

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

describe('the reference', () => {
  let project: ProjectReflection | undefined
  beforeAll(async () => {
    const app = await Application.bootstrapWithPlugins({
      options: here('typedoc.json'),
      entryPoints: [here('reference-entries/core-token.ts')],
      // What the token entry links to is in other entries.
      validation: false,
    })
    project = await app.convert()
  }, 60_000)

  function commentOf(name: string): Comment | undefined {
    const found = project?.getChildByName([name])
    return found?.isDeclaration() ? found.signatures?.[0]?.comment : undefined
  }

  test('names what a function throws', () => {
    const thrown = commentOf('getCurrentUser')?.getTags('@throws') ?? []
    const texts = thrown.map(({ content }) => content.map(({ text }) => text).join(''))
    expect(texts).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^`UnauthenticatedError`: \S/),
        expect.stringMatching(/^`InvalidTokenError`: \S/),
        expect.stringMatching(/^`InsufficientScopeError`: \S/),
        expect.stringMatching(/^`TypeError`: \S/),
      ]),
    )
  })

  test('has no class in braces left, and none twice', () => {
    const thrown = Object.values(project?.reflections ?? {}).flatMap(({ comment }) => comment?.getTags('@throws') ?? [])
    expect(thrown.length).toBeGreaterThan(10)
    const beginnings = thrown.map(({ content: [first, second] }) => `${first?.text}${second?.text}`)
    expect(beginnings.filter((text) => /[{}]/.test(text) || /^(`\w+`): \1/.test(text))).toEqual([])
  })
})
