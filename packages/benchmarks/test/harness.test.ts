import { describe, expect, test } from 'vitest'
import { aimsList, exactly } from '../harness/markdown.js'
import { ratioAimed, timesTheCost } from '../harness/median.js'
import { refusals } from '../tokens/checks.js'

describe('an aim', () => {
  test('is reached at its limit, and told with three digits', () => {
    expect(aimsList([{ text: 'cost', value: 1.15, atMost: 1.15 }])).toBe('- ✔ cost: 1.15 (aim: at most 1.15)')
    expect(aimsList([{ text: 'cost', value: 1.1549, atMost: 1.15 }])).toBe('- ✘ cost: 1.15 (aim: at most 1.15)')
    expect(exactly(1.1249)).toBe('1.12')
  })
  test('is neither reached nor missed where nothing could be measured', () => {
    expect(timesTheCost(0.3, 0.6, 0.5)).toBe(0.5)
    expect(timesTheCost(-0.3, 0.6, 0)).toBe(0)
    for (const nothing of [0.5, 0.4, 0, -0.6]) {
      const text = aimsList([{ text: 'cost', value: timesTheCost(-0.3, nothing, 0.5), atMost: 1 }])
      expect(text).toBe('- ? cost: not to be told from noise (aim: at most 1)')
    }
  })
  test('that is a ratio is the median of the rounds, with what half of them are between', () => {
    const ours = { name: 'ours', samples: [10, 22, 36, 52, 70] }
    const theirs = { name: 'theirs', samples: [10, 20, 30, 40, 50] }
    const aim = { text: 'cost', ...ratioAimed(ours, theirs), atMost: 1 }
    expect(aimsList([aim])).toBe('- ✘ cost: 1.2, quartiles 1.1 … 1.3 (aim: at most 1)')
  })
})

// Of a verifier that demands an issuer: it would refuse a token without one before it has looked at the signature.
test.each(Object.entries(refusals({ iss: 'https://issuer.example' })))('%s: is refused for that alone', (_, token) => {
  const [, payload = ''] = token.split('.')
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toHaveProperty('iss', 'https://issuer.example')
})
