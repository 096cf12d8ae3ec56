import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { backupPath } from '../../src/db/backup-files.ts'
import { takeLock } from '../../src/db/lock.ts'
import { openDatabase } from '../../src/db/open.ts'
import { DatabaseInUseError, DatabaseUnusableError } from '../../src/errors.ts'
import { canMount, mountSmallDisk } from '../helpers/small-disk.ts'
import { databasePath } from '../helpers/store.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

test('one database has one lock, by whatever links it is reached', () => {
  const path = databasePath()
  openDatabase(path).$client.close()
  const link = databasePath()
  symlinkSync(path, link)
  const lock = takeLock(path)
  onTestFinished(() => lock.release())

  expect(() => takeLock(link)).toThrow(/^Another Usherr \(process \d+ on .*\) works on .*\. Stop/)
})

test('two services that begin a database by a link to nothing meet at one lock', () => {
  const target = join(dirname(databasePath()), 'data', 'usherr.db')
  const link = databasePath()
  symlinkSync(join(dirname(target), '..', 'data', 'usherr.db'), link)
  const chain = databasePath()
  symlinkSync(link, chain)
  const lock = takeLock(chain)
  onTestFinished(() => lock.release())

  expect(() => takeLock(link)).toThrow(DatabaseInUseError)
  expect(() => takeLock(target)).toThrow(DatabaseInUseError)
  expect(readdirSync(dirname(target))).toEqual(
    expect.arrayContaining(['usherr.db.lock', 'usherr.db.owner']),
  )
  openDatabase(chain).$client.close()
  expect(existsSync(target)).toBe(true)
  expect(backupPath(link, 'night', '2026-11-20')).toBe(backupPath(target, 'night', '2026-11-20'))
})

test('a link that leads to itself is no place for a database', () => {
  const path = databasePath()
  symlinkSync(path, path)

  expect(() => openDatabase(path)).toThrow(DatabaseUnusableError)
})

test.runIf(isRoot)('a lock of somebody else is taken by nobody', async () => {
  const path = databasePath()
  writeFileSync(`${path}.lock`, '', { mode: 0o644 })
  chownSync(dirname(path), NOBODY, NOBODY)
  const helper = fileURLToPath(new URL('../helpers/lock-owner.ts', import.meta.url))
  const owner = spawn(process.execPath, ['--import', 'tsx', helper, path], {
    uid: NOBODY,
    gid: NOBODY,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  onTestFinished(() => void owner.kill('SIGKILL'))
  let stderr = ''
  owner.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString()))

  const ending = await Promise.race([
    once(owner, 'message').then(() => 'locked'),
    once(owner, 'close').then(() => 'refused'),
  ])

  expect(ending).toBe('refused')
  expect(stderr).toContain(
    `DATABASE_PATH ${path} cannot be used: this user may not write to ${path}.lock.`,
  )
})

test.runIf(canMount())('a full disk is not called another Usherr', () => {
  const disk = mountSmallDisk()
  disk.fill()

  expect(() => takeLock(join(disk.folder, 'usherr.db'))).toThrow(DatabaseUnusableError)
})
