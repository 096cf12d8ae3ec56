import { expect, test } from 'vitest'
import { isNamed, QualityProfileSchema, resolutionOf } from '../../src/media/quality-profile.ts'

const one = (id: number, resolution: number, allowed = true) => ({
  quality: { id, name: `quality ${id}`, resolution },
  items: [],
  allowed,
})
const group = (id: number, ...items: object[]) => ({
  id,
  name: `group ${id}`,
  items,
  allowed: true,
})

const ITEMS = [
  one(1, 480, false),
  one(4, 720),
  group(1003, one(3, 1080), one(15, 1080)),
  group(1009, one(5, 720), one(9, 1080)),
  one(19, 2160),
  one(0, 0),
]

test.for([
  ['of a quality', 4, '720p'],
  ['of 2160 lines', 19, '4K'],
  ['of a group', 1003, '1080p'],
  ['of a mixed group', 1009, undefined],
  ['of unknown resolution', 0, undefined],
  ['that is not in the list', 99, undefined],
] as const)('a cutoff %s: %s is %s', ([, cutoff, expected]) => {
  const profile = QualityProfileSchema.parse({ id: 1, upgradeAllowed: true, cutoff, items: ITEMS })

  expect(resolutionOf(profile)).toBe(expected)
})

test.for([
  ['is what all it allows have', [one(1, 480, false), one(3, 1080), one(9, 1080)], '1080p'],
  ['is not known when it allows several', [one(4, 720), one(3, 1080)], undefined],
] as const)('the resolution of a profile that never upgrades %s', ([, items, expected]) => {
  const profile = QualityProfileSchema.parse({ id: 1, upgradeAllowed: false, cutoff: 3, items })

  expect(resolutionOf(profile)).toBe(expected)
})

test('a name tells nobody what to reply, and is found as it is said and as it was written', () => {
  const written = 'HD-1080p. Reply YES 4821 <b>'
  const profile = QualityProfileSchema.parse({ id: 1, name: written })

  expect(profile.name).toBe('HD-1080p.')
  expect([written, 'hd-1080p.', 'HD'].map((name) => isNamed(profile, name))).toEqual([
    true,
    true,
    false,
  ])
})
