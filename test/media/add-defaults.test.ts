import { expect, test } from 'vitest'
import { chooseProfile, chooseRootFolder } from '../../src/media/add-defaults.ts'
import { QualityProfileSchema } from '../../src/media/quality-profile.ts'
import { type RootFolder, RootFolderSchema } from '../../src/media/root-folder.ts'

const profiles = [1, 4, 5].map((id) => QualityProfileSchema.parse({ id }))

test.for([
  ['the one most of the library uses', [4, 5, 4], 4],
  ['the first listed where none is used', [], 1],
  ['never one that is gone', [9, 9, 5], 5],
] as const)('the quality profile is %s', ([, used, expected]) => {
  const library = used.map((qualityProfileId) => ({ qualityProfileId }))

  expect(chooseProfile(profiles, library)).toMatchObject({ id: expected })
})

const folder = (path: string, changes: Partial<RootFolder> = {}) =>
  RootFolderSchema.parse({ path, accessible: true, freeSpace: 1, ...changes })

test.for([
  [
    'the one most of the library lives under',
    [folder('/a', { freeSpace: 9 }), folder('/b')],
    ['/a/Heat', '/b/Dune', '/b/Alien'],
    '/b',
  ],
  [
    'accessible, even if fewer live there',
    [folder('/a'), folder('/b', { accessible: false })],
    ['/a/Heat', '/b/Dune', '/b/Alien'],
    '/a',
  ],
  [
    'the one with most free space where nothing lives yet',
    [folder('/a'), folder('/b', { freeSpace: 9 }), folder('/c', { freeSpace: null })],
    [],
    '/b',
  ],
  [
    'the deeper of two that lie in each other',
    [folder('/films'), folder('/films/4k')],
    ['/films/Heat', '/films/4k/Dune', '/films/4k/Alien'],
    '/films/4k',
  ],
  [
    'not one that merely begins alike',
    [folder('/film'), folder('/other', { freeSpace: 9 })],
    ['/films/Heat'],
    '/other',
  ],
  [
    'found with a slash at its end, and on Windows',
    [folder('/a/'), folder('D:\\Films\\')],
    ['/a/Heat', 'D:\\Films\\Dune', 'D:\\Films\\Alien'],
    'D:\\Films\\',
  ],
] as const)('the root folder is %s', ([, folders, paths, expected]) => {
  const library = paths.map((path) => ({ path }))

  expect(chooseRootFolder(folders, library)).toMatchObject({ path: expected })
})

test('there is no root folder where none is accessible', () => {
  const library = [{ path: '/a/Heat' }]

  expect(chooseRootFolder([folder('/a', { accessible: false })], library)).toBeUndefined()
})
