import type { Logger } from 'pino'
import type { AnsweringConfig } from '../config.ts'
import type { Channel } from '../db/column-types.ts'
import type { Probes } from '../health/probes.ts'
import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'
import type { Model } from '../model/model.ts'
import type { TwilioInbound } from '../sms/twilio-inbound.ts'
import type { Store } from '../store/store.ts'
import type { BackgroundSync } from '../sync/background.ts'
import type { Budget } from '../turns/budget.ts'
import type { BusyNoteOptions } from '../turns/busy-note.ts'
import type { TurnEnding } from '../turns/run-turn.ts'
import type { TwilioConfig } from '../twilio-config.ts'
import type { Nightly } from './nightly.ts'
import type { SendingOptions } from './sending.ts'

/** What turns are made of, wherever their texts come from. */
export interface AnsweringParts {
  config: Pick<
    AnsweringConfig,
    | 'confirmationTtlMs'
    | 'historyMessages'
    | 'historyTokens'
    | 'limits'
    | 'llm'
    | 'llmPrices'
    | 'requests'
    | 'sessionIdleMs'
    | 'signup'
    | 'signupsPerDay'
    | 'smsMaxSegments'
    | 'sync'
    | 'timeZone'
  > & {
    /** What a text goes out on to someone who never wrote; SMS when left out. */
    twilio?: Pick<TwilioConfig, 'sender'>
  }
  store: Store
  model: Model
  radarr: Radarr | undefined
  sonarr: Sonarr | undefined
  probes: Probes
  version: string
  log: Logger
  now: () => number
  /** Measures how long a person has waited; like `pause`, and apart from it for tests. */
  wait: BusyNoteOptions['wait']
  /** Told of each text how its turn ended, and how long after it was stored. */
  onTurnEnd?: (ending: TurnEnding, afterMs: number) => void
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number
}

/** What several parts of an answering have in common. */
export interface SharedParts {
  budget: Budget
  /** Where somebody is texted who never wrote. */
  channel: Channel
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
}

export interface EngineParts extends AnsweringParts {
  sender: SendingOptions['sender']
  twilioBreaker: SendingOptions['twilioBreaker']
  /** Lists the texts that Twilio received. */
  inbound: TwilioInbound
  backfillEveryMs: number
  /** Backups and retention; without it there are none. */
  nightly?: Nightly
  /** What copies the database to a server by itself; without it nothing does. */
  sync?: BackgroundSync
  pause: SendingOptions['pause']
  random: SendingOptions['random']
}
