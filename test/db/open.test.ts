import { fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { takeLock } from '../../src/db/lock.ts'
import { openDatabase } from '../../src/db/open.ts'
import { DatabaseInUseError } from '../../src/errors.ts'
import { databasePath } from '../helpers/store.ts'

test('each open of a file is durable, checks references and belongs to its owner alone', () => {
  const path = databasePath()
  openDatabase(path).$client.close()
  const { $client } = openDatabase(path)
  onTestFinished(() => void $client.close())

  expect($client.pragma('journal_mode', { simple: true })).toBe('wal')
  expect($client.pragma('synchronous', { simple: true })).toBe(2)
  expect($client.pragma('wal_autocheckpoint', { simple: true })).toBe(8_000)
  expect($client.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a second owner of a database is refused until the first lets go', () => {
  const path = databasePath()
  const first = takeLock(path)

  expect(() => takeLock(path)).toThrow(DatabaseInUseError)
  first.release()
  takeLock(path).release()
})

test('a killed owner does not keep the lock', async () => {
  const path = databasePath()
  const owner = fork(new URL('../helpers/lock-owner.ts', import.meta.url), [path], {
    execArgv: ['--import', 'tsx'],
  })
  await once(owner, 'message')
  expect(() => takeLock(path)).toThrow(DatabaseInUseError)

  owner.kill('SIGKILL')
  await once(owner, 'exit')

  takeLock(path).release()
})
