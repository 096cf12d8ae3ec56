import { InvalidArgumentError } from 'commander'

/** Of an option: a whole number from 1 on. */
export function countOption(written: string): number {
  const count = /^\d{1,9}$/.test(written) ? Number(written) : 0
  if (count >= 1) return count
  throw new InvalidArgumentError('Write a whole number such as 20.')
}

/** Of an option: an age such as `90d`, in days. */
export function ageOption(written: string): number {
  const [, days = '0'] = /^(\d{1,5})\s?d(?:ays?)?$/.exec(written) ?? []
  if (Number(days) >= 1) return Number(days)
  throw new InvalidArgumentError('Write an age in days such as 90d.')
}
