/** What a command talks with. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
}

export function printer({ stdout }: Terminal): (line: string) => void {
  return (line) => void stdout.write(`${line}\n`)
}

/** How many columns a line may take; undefined where nobody sees where a line ends. */
export function widthOf({ stdout }: Terminal): number | undefined {
  // One that tells no size says that it has 0 columns.
  return stdout.isTTY ? stdout.columns || undefined : undefined
}

/** What somebody sent must not draw on the terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ')
}

/** The same of a text of several lines. */
export function plainLines(text: string): string {
  return text.replaceAll(/[^\P{C}\n]/gu, ' ')
}

/** JSON with the same care: what would draw is escaped, and means what it meant. */
export function printableJson(value: unknown): string {
  return escapeDrawing(JSON.stringify(value, null, 2))
}

/** JSON that is written already, in a whole or in pieces. */
export function escapeDrawing(json: string): string {
  return json.replaceAll(/[^\P{C}\n]/gu, (drawn) =>
    drawn
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
