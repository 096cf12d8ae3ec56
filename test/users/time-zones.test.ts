import { expect, test } from 'vitest'
import { findTimeZones } from '../../src/users/time-zones.ts'

test.for([
  ['Berlin', ['Europe/Berlin']],
  ['new  york', ['America/New_York']],
  ['europe/berlin', ['Europe/Berlin']],
  ['kolkata', ['Asia/Kolkata']],
  ['utc', ['UTC']],
  ['EST', []],
  ['Germany', []],
  ['', []],
] as const)('%j is in the zones %j', ([spoken, zones]) => {
  expect(findTimeZones(spoken)).toEqual(zones)
})
