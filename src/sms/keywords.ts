import { OPT_IN_WORDS, OPT_OUT_WORDS } from '../opt-out-words.ts'

/** `network-help` is a bare HELP or INFO: over SMS Twilio has answered it, elsewhere we do. */
export type Keyword = 'opt-out' | 'opt-in' | 'help' | 'network-help' | 'more' | 'new' | 'status'

const OPT_OUT = new RegExp(`^(?:${OPT_OUT_WORDS.join('|')})[.!]*$`, 'i')
const OPT_IN = new RegExp(`^(?:${OPT_IN_WORDS.join('|')})$`, 'i')
const NETWORK_HELP = /^(?:HELP|INFO)$/i
const HELP = /^\?+$/
const MORE = /^MORE[.!]*$/i
const NEW = /^NEW[.!]*$/i
const STATUS = /^STATUS[.!]*$/i

/**
 * The keyword that a whole text is, in any case and with blanks around it; `undefined` for
 * everything that is conversation. YES and its kin are keywords only for who is opted out.
 *
 * Twilio documents its words as single words and says nothing of punctuation. So "Stop." opts out
 * here, because silence is what was asked for, whatever the network makes of it. "Start!" does not
 * opt in, because the network may go on refusing what we send, and "Help!" may be the film.
 */
export function parseKeyword(body: string, isOptedOut: boolean): Keyword | undefined {
  const text = body.trim()
  if (OPT_OUT.test(text)) return 'opt-out'
  if (isOptedOut && OPT_IN.test(text)) return 'opt-in'
  if (NETWORK_HELP.test(text)) return 'network-help'
  if (HELP.test(text)) return 'help'
  if (MORE.test(text)) return 'more'
  if (NEW.test(text)) return 'new'
  if (STATUS.test(text)) return 'status'
  return undefined
}

/** The opt-out word that a text is, in capitals; undefined where it is none. */
export function optOutWord(body: string): string | undefined {
  const word = body.trim()
  return OPT_OUT.test(word) ? word.replace(/[.!]+$/, '').toUpperCase() : undefined
}
