import type { Download } from '../media/queue.ts'
import { durationInWords } from './wording.ts'

/** `downloading 43%`: the one word for a list. */
export function downloadInShort({ percent }: Download): string {
  return `downloading ${percent}%`
}

/** `43%, about 20 min left`, and what else is worth knowing. */
export function progressInWords({ state, percent, leftMs }: Download): string {
  switch (state) {
    case 'downloading':
      return leftMs === undefined ? `${percent}%` : `${percent}%, ${durationInWords(leftMs)} left`
    case 'queued':
      return `${percent}%, waiting its turn`
    case 'paused':
      return `${percent}%, paused`
    case 'importing':
      return `${percent}%, almost here`
    case 'stuck':
      return `${percent}%, stuck`
  }
}
