import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isInContainer } from '../../src/environment.ts'

const root = new URL('../../', import.meta.url)
const linesOf = (name: string) => readFileSync(new URL(name, root), 'utf8').split('\n')

/** What the Dockerfile takes from this folder. */
const copied = linesOf('Dockerfile').flatMap((line) => {
  const [, sources] = /^COPY (?!--from)(.+) \S+$/.exec(line) ?? []
  return sources?.split(' ') ?? []
})

test('what the image is built from is there, and is let through to the build', () => {
  const [first, ...rest] = linesOf('.dockerignore').filter((line) => line !== '')
  const letThrough = rest.map((line) => line.replace('!', ''))

  expect(first).toBe('*')
  expect(copied).toContain('src')
  for (const source of copied) {
    expect(letThrough).toContain(source.replace(/^\.\//, '').split('/', 1)[0])
    expect(source).toSatisfy((path: string) => existsSync(new URL(path, root)))
  }
  expect(letThrough.filter((name) => !copied.some((source) => source.startsWith(name)))).toEqual([])
})

test('the image says that it is a container, and a machine that only looks like one is none', () => {
  const set = linesOf('Dockerfile')
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) => line.slice('ENV '.length).split(' '))
    .map((pair) => pair.split('='))

  expect(isInContainer(Object.fromEntries(set))).toBe(true)
  expect(isInContainer({})).toBe(false)
})
