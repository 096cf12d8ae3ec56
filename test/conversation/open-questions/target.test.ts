import { assert, expect, test } from 'vitest'
import { SAM, startHousehold } from '../../helpers/household.ts'
import { kept, TVDB } from '../../helpers/shows.ts'
import { ALIEN, BRUTALIST, deletes, HEAT, isHere, REMOVED } from './facts.ts'

const CHANGED = 'Heat (1995) has changed since I asked. Remove Heat (1995) and delete its file'

async function askAboutHeat() {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  const heat = household.radarr.find(HEAT)
  assert(heat)
  return { household, heat }
}

test('a file that was replaced by another of the same size is asked about anew', async () => {
  const { household, heat } = await askAboutHeat()
  heat.fileId += 100

  expect(await household.text(SAM, 'YES 4821')).toContain(CHANGED)
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'YES 4822')).toBe(REMOVED)
})

test('a file that was imported once more under the same number is asked about anew', async () => {
  const { household, heat } = await askAboutHeat()
  heat.added = '2026-11-20T12:01:00Z'

  expect(await household.text(SAM, 'YES 4821')).toContain(CHANGED)
  expect(deletes(household)).toBe(0)
})

test('a film that was removed and added again under the same number is asked about anew', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete the brutalist')
  const brutalist = household.radarr.find(BRUTALIST)
  assert(brutalist)
  const added = '2026-11-20T12:01:00Z'
  household.radarr.library.set(brutalist.id, { ...brutalist, added })

  expect(await household.text(SAM, 'yes')).toMatch(/has changed since I asked/)
  expect(deletes(household)).toBe(0)
})

test('a show that was removed and added again under the same number is asked about anew', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete chernobyl')
  Object.assign(kept(household, TVDB.chernobyl), { added: '2026-11-20T12:01:00Z' })

  expect(await household.text(SAM, 'YES 4821')).toMatch(/has changed since I asked/)
  expect(household.sonarr.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
})

test('a film that moved to another number is not removed under the old one', async () => {
  const { household, heat } = await askAboutHeat()
  const { radarr } = household
  radarr.library.delete(heat.id)
  radarr.library.set(900, { ...heat, id: 900 })

  expect(await household.text(SAM, 'YES 4821')).toContain(CHANGED)
  expect(deletes(household)).toBe(0)
})

test('a film that grows a file after a question without a code is asked about with one', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete the brutalist')
  const brutalist = household.radarr.find(BRUTALIST)
  assert(brutalist)
  brutalist.sizeBytes = 14e9

  expect(await household.text(SAM, 'yes')).toMatch(/has changed since I asked.*Reply YES 4821/)
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'yes')).toMatch(/I need the number too/)
})

test('a film that is called otherwise by now is asked about anew', async () => {
  const { household, heat } = await askAboutHeat()
  // Radarr leaves the mark out of the folder's name.
  heat.film = { ...heat.film, title: 'Heat?' }

  expect(await household.text(SAM, 'YES 4821')).toMatch(
    /has changed since I asked\. Remove Heat\? /,
  )
  expect(deletes(household)).toBe(0)
})

test('a film that was moved to another folder meanwhile is asked about anew', async () => {
  const { household, heat } = await askAboutHeat()
  heat.rootFolderPath = '/archive'

  expect(await household.text(SAM, 'YES 4821')).toContain(CHANGED)
  expect(deletes(household)).toBe(0)
})

test('a film that took the number of the one that was asked about is left alone', async () => {
  const { household, heat } = await askAboutHeat()
  const { radarr } = household
  const alien = radarr.films.find(({ tmdbId }) => tmdbId === ALIEN)
  assert(alien)
  radarr.library.delete(heat.id)
  radarr.library.set(heat.id, { ...heat, film: { ...alien, title: 'Heat', year: 1995 } })

  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(isHere(household, ALIEN)).toBe(true)
})
