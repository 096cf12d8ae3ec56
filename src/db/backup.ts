import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type SQLite from 'better-sqlite3'
import { BackupError } from '../errors.ts'
import { connectReadOnly, makeFolder, quickCheck } from './connection.ts'
import { failureInWords } from './failure-in-words.ts'

/**
 * Writes what is committed now to a file of its own at `target`, as one sound file or not at all.
 * Whoever writes to the database goes on meanwhile; the caller waits.
 *
 * @throws {BackupError}
 */
export function copyDatabase(client: SQLite.Database, target: string): void {
  const part = partOf(target)
  try {
    beginPart(part)
    client.prepare('VACUUM INTO ?').run(part)
    const copy = connectReadOnly(part)
    try {
      refuseDamaged(quickCheck(copy))
    } finally {
      copy.close()
    }
    syncFile(part)
    renameSync(part, target)
  } catch (error) {
    throw giveUp(part, error)
  }
}

/**
 * The same in a thread, because writing the last of a large file and checking it take up to a second
 * for a million messages, and the event loop belongs to the texts.
 *
 * @throws {BackupError} also when `signal` is aborted
 */
export async function copyDatabaseAside(
  path: string,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const part = partOf(target)
  try {
    beginPart(part)
    refuseDamaged(await copyInThread(path, part, signal))
    await syncFileAside(part)
    signal.throwIfAborted()
    renameSync(part, target)
  } catch (error) {
    throw giveUp(part, error)
  }
}

// Two that make the same file at once must not check, and call sound, what the other has begun.
const partOf = (target: string) => `${target}.${process.pid}.part`

function beginPart(part: string): void {
  makeFolder(dirname(part))
  rmSync(part, { force: true })
  // SQLite fills an empty file as it is, so that nobody else can read it at any moment.
  writeFileSync(part, '', { mode: 0o600 })
}

function dropPart(part: string): void {
  try {
    for (const path of [part, `${part}-journal`]) rmSync(path, { force: true })
  } catch {
    // Where it cannot be removed it could not be made; what went wrong first is what is told.
  }
}

function refuseDamaged(finding: string | undefined): void {
  // SQLite copies what it can still read, and an index that it cannot search any more is copied too.
  if (finding !== undefined) throw new BackupError('it is damaged')
}

function giveUp(part: string, cause: unknown): BackupError {
  dropPart(part)
  return new BackupError(`The database could not be backed up: ${failureInWords(cause)}.`, {
    cause,
  })
}

// Where a thread finds no module of ours it finds the driver: in the sources, a build and a bundle.
// The driver's own errors come out of it as bare objects, without what they say.
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads')
  const SQLite = require(workerData.driver)
  try {
    const source = new SQLite(workerData.path, { readonly: true })
    source.prepare('VACUUM INTO ?').run(workerData.part)
    source.close()
    const copy = new SQLite(workerData.part, { readonly: true })
    const finding = copy.pragma('quick_check(1)', { simple: true })
    copy.close()
    parentPort.postMessage(finding)
  } catch ({ message, code }) {
    throw Object.assign(new Error(message), { code })
  }`

/** Resolves with what quick_check found wrong with the copy. */
async function copyInThread(
  path: string,
  part: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  signal.throwIfAborted()
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  const worker = new Worker(THREAD, {
    eval: true,
    execArgv: [],
    workerData: { driver, path, part },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop)
  try {
    const finding = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('it was given up')))
    })
    return finding === 'ok' ? undefined : String(finding)
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

/** Has the system write a file to the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

async function syncFileAside(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
