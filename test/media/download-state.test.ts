import { expect, test } from 'vitest'
import { downloadStateOf } from '../../src/media/download-state.ts'

test.for([
  ['queued', 'ok', 'downloading', 'queued'],
  ['delay', undefined, undefined, 'queued'],
  ['fallback', undefined, undefined, 'queued'],
  ['unknown', 'ok', 'downloading', 'queued'],
  ['something new', 'ok', 'downloading', 'queued'],
  ['downloading', 'ok', 'downloading', 'downloading'],
  ['downloading', undefined, undefined, 'downloading'],
  ['paused', 'ok', 'downloading', 'paused'],
  ['completed', 'ok', 'downloading', 'importing'],
  ['completed', undefined, undefined, 'importing'],
  ['completed', 'ok', 'importPending', 'importing'],
  ['completed', 'ok', 'importing', 'importing'],
  ['completed', 'ok', 'imported', 'importing'],
  ['completed', 'warning', 'importPending', 'stuck'],
  ['completed', 'ok', 'importBlocked', 'stuck'],
  ['completed', 'ok', 'failedPending', 'stuck'],
  ['completed', 'ok', 'failed', 'stuck'],
  ['downloading', 'error', 'downloading', 'stuck'],
  ['warning', 'ok', 'downloading', 'stuck'],
  ['failed', 'ok', 'downloading', 'stuck'],
  ['downloadClientUnavailable', undefined, undefined, 'stuck'],
] as const)(
  'a download that is %s, %s and %s is %s',
  ([status, trackedDownloadStatus, trackedDownloadState, state]) => {
    const row = { status, trackedDownloadStatus, trackedDownloadState }
    expect(downloadStateOf(row)).toBe(state)
  },
)
