import type { Channel, OptOutType } from '../db/column-types.ts'

/** A text as a channel hands it over, before anybody has looked at who sent it. */
export interface InboundText {
  /** The same on every redelivery. */
  sid: string
  channel: Channel
  /** The sender, in E.164. */
  address: string
  /** Empty when the text is only a picture. */
  body: string
  mediaCount: number
  optOutType?: OptOutType
}
