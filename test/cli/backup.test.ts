import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { connectReadOnly } from '../../src/db/connection.ts'
import { openDatabase } from '../../src/db/open.ts'
import { usherr } from '../helpers/command-line.ts'
import { SAM, startHousehold } from '../helpers/household.ts'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('usherr backup copies what is stored beside a running service that holds the lock', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const file = join(newFolder(), 'usherr.db')
  const release = household.lockDatabase()

  const { code, stdout } = await usherr(['backup', file], {
    DATABASE_PATH: household.config.databasePath,
  })
  release()

  expect(stdout).toMatch(new RegExp(`^Backed up to ${file}: \\d+ kB, checked and sound\\.\n$`))
  expect(code).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const backup = connectReadOnly(file)
  onTestFinished(() => void backup.close())
  expect(backup.prepare('select body from inbox').pluck().all()).toEqual(['is heat in?'])
  expect(await household.text(SAM, 'thanks')).toBe('Any time.')
})

test('scripts read as JSON what was backed up', async () => {
  const { config } = await startHousehold()
  const file = join(newFolder(), 'usherr.db')

  const { stdout } = await usherr(['backup', file, '--json'], {
    DATABASE_PATH: config.databasePath,
  })

  expect(JSON.parse(stdout)).toEqual({ file, sizeBytes: statSync(file).size })
})

test('usherr backup overwrites nothing', async () => {
  const { config } = await startHousehold()
  const file = join(newFolder(), 'usherr.db')
  writeFileSync(file, 'mine')

  const { code, stderr } = await usherr(['backup', file], { DATABASE_PATH: config.databasePath })

  expect(stderr).toBe(`${file} is there already. Name a file that is not.\n`)
  expect(code).toBe(1)
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test('usherr backup says what it cannot do, and leaves nothing half done', async () => {
  const household = await startHousehold()
  const { databasePath } = household.config
  const folder = newFolder()
  const toNowhere = await usherr(['backup', join(folder, 'x', 'y.db')], {
    DATABASE_PATH: databasePath,
  })
  const ofNothing = await usherr(['backup', join(folder, 'y.db')], {
    DATABASE_PATH: '/nowhere/u.db',
  })
  const ofFolder = await usherr(['backup', join(folder, 'y.db')], { DATABASE_PATH: folder })
  writeFileSync(join(folder, 'z.db-wal'), '')
  const besideLog = await usherr(['backup', join(folder, 'z.db')], { DATABASE_PATH: databasePath })
  rmSync(join(folder, 'z.db-wal'))
  await household.stop()
  // In the middle of a page that holds no more than what was said.
  damage(databasePath)
  const ofDamage = await usherr(['backup', join(folder, 'y.db')], { DATABASE_PATH: databasePath })

  expect(toNowhere.stderr).toBe(`There is no folder ${join(folder, 'x')}. Make it first.\n`)
  expect(ofNothing.stderr).toBe(
    'There is no database at /nowhere/u.db yet. Start Usherr first, or set DATABASE_PATH.\n',
  )
  expect(ofFolder.stderr).toBe(`DATABASE_PATH ${folder} is a folder. Name a file.\n`)
  expect(besideLog.stderr).toContain('would be taken for its log. Name another file.')
  expect(ofDamage.stderr).toBe(
    `DATABASE_PATH ${databasePath} is damaged, or no database. Restore a backup.\n`,
  )
  const all = [toNowhere, ofNothing, ofFolder, besideLog, ofDamage]
  expect(all.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1])
  expect(readdirSync(folder)).toEqual([])
  expect(existsSync('/nowhere')).toBe(false)
})

/** Overwrites every page but the first few. */
function damage(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0x55, 3 * 4096))
}

test('two backups to one file at once do not call sound what the other has begun', async () => {
  const folder = newFolder()
  const path = join(folder, 'usherr.db')
  const { $client } = openDatabase(path)
  $client.exec(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
    insert into inbox (sid, channel, address, body, media_count, received_at, state)
    select i, 'sms', '+14155550101', hex(randomblob(500)), 0, 1, 'done' from n`)
  $client.close()
  const file = join(folder, 'backup.db')
  const backup = new URL('../../src/db/backup.ts', import.meta.url)
  const connection = new URL('../../src/db/connection.ts', import.meta.url)
  const script = `
    import { statSync } from 'node:fs'
    import { copyDatabase } from ${JSON.stringify(fileURLToPath(backup))}
    import { connectReadOnly } from ${JSON.stringify(fileURLToPath(connection))}
    process.send('ready')
    process.once('message', () => {
      copyDatabase(connectReadOnly(${JSON.stringify(path)}), ${JSON.stringify(file)})
      process.send(statSync(${JSON.stringify(file)}).size, () => process.exit())
    })`
  const one = () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }
  const children = [one(), one()]
  await Promise.all(children.map((child) => once(child, 'message')))

  const sizes = await Promise.all(
    children.map(async (child) => {
      const size = new Promise<unknown>((resolve) => {
        child.once('message', resolve)
        child.once('exit', (code) => resolve(`ended with ${code}`))
      })
      child.send('go')
      return size
    }),
  )

  const whole = statSync(file).size
  expect(whole).toBeGreaterThan(20_000_000)
  expect(sizes).toEqual([whole, whole])
}, 60_000)
