import type { Download } from '../media/queue.ts'
import { durationInWords } from './wording.ts'

/** `downloading 43%`: the one word for a list. */
export function downloadInShort({ percent }: Download): string {
  return `downloading ${percent}%`
}

/** `is downloading: 43%, about 20 min left`, `is paused at 43%`: goes on from a name. */
export function downloadInWords(download: Download): string {
  const progress = progressInShort(download)
  return download.state === 'downloading' ? `is downloading: ${progress}` : `is ${progress}`
}

/** `43%, about 20 min left`, `paused at 43%`: for a list of nothing but downloads. */
export function progressInShort({ state, percent, leftMs }: Download): string {
  switch (state) {
    case 'downloading':
      return leftMs === undefined ? `${percent}%` : `${percent}%, ${durationInWords(leftMs)} left`
    case 'queued':
      return 'waiting its turn'
    case 'paused':
    case 'stuck':
      return `${state} at ${percent}%`
    case 'importing':
      return 'almost here'
  }
}
