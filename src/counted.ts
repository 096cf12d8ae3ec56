/** `1 text`, `2 texts`, `1,200 texts`, of a noun whose plural takes an s. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
