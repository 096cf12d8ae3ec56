/** By which a whole text has the network bring its sender none of our texts any more, and again. */
export const OPT_OUT_WORDS = [
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
] as const
export const OPT_IN_WORDS = ['START', 'YES', 'UNSTOP'] as const
