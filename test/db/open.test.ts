import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import type SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { connect, connectReadOnly } from '../../src/db/connection.ts'
import { takeLock } from '../../src/db/lock.ts'
import { openDatabase } from '../../src/db/open.ts'
import { DatabaseInUseError, DatabaseUnusableError } from '../../src/errors.ts'
import { databasePath } from '../helpers/store.ts'

const open = (path: string): SQLite.Database => openDatabase(path).$client

test.for([
  ['of the service', open],
  ['of a command', connect],
] as const)('each open %s is durable, checks references and waits briefly', ([, openFile]) => {
  const path = databasePath()
  open(path).close()
  const client = openFile(path)
  onTestFinished(() => void client.close())
  const pragma = (name: string) => client.pragma(name, { simple: true })

  expect(pragma('journal_mode')).toBe('wal')
  expect(pragma('synchronous')).toBe(2)
  expect(pragma('wal_autocheckpoint')).toBe(8_000)
  expect(pragma('foreign_keys')).toBe(1)
  expect(pragma('busy_timeout')).toBe(50)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('whoever only looks can change nothing and makes no file', () => {
  const path = databasePath()
  expect(() => connectReadOnly(path)).toThrow('unable to open database file')
  open(path).close()
  const client = connectReadOnly(path)
  onTestFinished(() => void client.close())

  expect(() => client.exec('delete from users')).toThrow('readonly database')
})

test('a place where no folder can be made is refused at once', () => {
  expect(() => openDatabase('/proc/nowhere/usherr.db')).toThrow(
    'cannot be used: there is no such file or folder.',
  )
})

test('a file that is no database is left alone', () => {
  const path = databasePath()
  writeFileSync(path, 'not a database, but long enough to be read as one')

  expect(() => openDatabase(path)).toThrow('is damaged, or no database')
})

test('a database that a newer version has worked on is refused', () => {
  const path = databasePath()
  const client = open(path)
  client.exec('insert into __drizzle_migrations (hash, created_at) values (1, 9e12)')
  client.close()

  expect(() => openDatabase(path)).toThrow(DatabaseUnusableError)
})

test('a second owner of a database is refused until the first lets go, and told who that is', () => {
  const path = databasePath()
  const first = takeLock(path, () => Date.UTC(2026, 10, 20, 12))

  expect(() => takeLock(path)).toThrow(DatabaseInUseError)
  expect(() => takeLock(path)).toThrow(
    new RegExp(
      `^Another Usherr \\(process ${process.pid} on \\S+, since 2026-11-20 12:00 UTC\\) works on ${path}\\. Stop it first\\.$`,
    ),
  )
  first.release()
  takeLock(path).release()
  expect(existsSync(`${path}.owner`)).toBe(false)
})

test('what is left of a killed owner does not mislead', async () => {
  const path = databasePath()
  const owner = fork(new URL('../helpers/lock-owner.ts', import.meta.url), [path], {
    execArgv: ['--import', 'tsx'],
  })
  await once(owner, 'message')
  expect(() => takeLock(path)).toThrow(`(process ${owner.pid} on `)

  owner.kill('SIGKILL')
  await once(owner, 'exit')
  const next = takeLock(path)
  onTestFinished(() => next.release())

  expect(() => takeLock(path)).toThrow(`(process ${process.pid} on `)
})

test('an owner whose note cannot be read is one all the same', () => {
  const path = databasePath()
  const first = takeLock(path)
  onTestFinished(() => first.release())
  writeFileSync(`${path}.owner`, '{')

  expect(() => takeLock(path)).toThrow(`Another Usherr works on ${path}. Stop it first.`)
})
