/** Of a command whose output a script reads. */
export const JSON_FLAG = ['--json', 'print it as JSON', false] as const

/** Of a command that asks first. */
export function yesFlag(what = 'do so without asking') {
  return ['-y, --yes', what, false] as const
}
