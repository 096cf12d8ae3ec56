/** What Twilio's codes mean to an operator, and our own beside them. */
const WORDS: Readonly<Record<string, string>> = {
  0: 'Twilio was not reached',
  429: 'too many requests at once',
  14107: 'too many texts to them in half a minute',
  20003: 'Twilio refuses the credentials',
  20005: 'the Twilio account is not active',
  20429: 'too many requests at once',
  20503: 'Twilio was out',
  21211: 'no such phone number',
  21408: 'texts to that country are switched off',
  21606: 'our number cannot send texts',
  21608: 'a trial account texts verified numbers only',
  21610: 'they have opted out',
  21611: 'the queue of our number is full',
  21612: 'our number cannot reach theirs',
  21614: 'not a mobile number',
  30001: 'the queue of our number overflowed',
  30002: 'the Twilio account was suspended',
  30003: 'their phone is off or out of reach',
  30004: 'their phone or network blocks us',
  30005: 'no such phone number any more',
  30006: 'a landline, or a network that takes no texts',
  30007: 'filtered as spam',
  30008: 'their network gave no reason',
  30032: 'our toll-free number is not verified',
  30034: 'our number is not registered for texts in the US',
  30036: 'it came too late to be sent',
  63016: 'WhatsApp: they have to write first',
  63038: 'the daily limit of the Twilio account is spent',
  abandoned: 'of no use any more',
  dropped: 'dropped by an operator',
  unclear: 'nobody knows whether Twilio took it',
  lapsed: 'it waited for longer than a day',
  withdrawn: 'they were blocked or removed',
}

/** `30003: their phone is off or out of reach`; a code that nobody knows stands alone. */
export function sendCodeInWords(code: string): string {
  const words = WORDS[code]
  if (!words) return code
  return /^[1-9]/.test(code) ? `${code}: ${words}` : words
}
