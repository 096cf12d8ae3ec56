import { linesInWords } from '../media/quality-profile.ts'
import type { OfferedCopy } from '../media/release-search.ts'
import { sizeInWords } from './wording.ts'

type Copy = Pick<OfferedCopy, 'resolution' | 'sizeBytes'> & Partial<OfferedCopy>

/** `720p`; `CAM` where a resolution says nothing. */
export function qualityInWords({ resolution, quality }: Copy): string {
  return resolution > 0 ? linesInWords(resolution) : (quality ?? 'unknown quality')
}

/** `720p, 4 GB` */
export function copyInWords(copy: Copy): string {
  const quality = qualityInWords(copy)
  return copy.sizeBytes > 0 ? `${quality}, ${sizeInWords(copy.sizeBytes)}` : quality
}
