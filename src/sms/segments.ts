import { SegmentedMessage } from 'sms-segments-calculator'

export interface SegmentCount {
  /** What Twilio bills; 1 for an empty text. */
  segments: number
  encoding: 'GSM-7' | 'UCS-2'
}

/** GSM-7 holds 160 characters in one segment and 153 in each of several, UCS-2 70 and 67. */
export function countSegments(text: string): SegmentCount {
  const { segmentsCount, encodingName } = new SegmentedMessage(text)
  // A letter under so many accents that it fills more than a segment counts there as if it fitted.
  const atLeast = text.length > 70 && encodingName === 'UCS-2' ? Math.ceil(text.length / 67) : 1
  return { segments: Math.max(segmentsCount, atLeast), encoding: encodingName }
}
