/** What a command talks with. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  stderr: NodeJS.WritableStream
}

export function printer({ stdout }: Terminal): (line: string) => void {
  return (line) => void stdout.write(`${line}\n`)
}

/** How many columns a line may take; undefined where nobody sees where a line ends. */
export function widthOf({ stdout }: Terminal): number | undefined {
  return stdout.isTTY ? stdout.columns : undefined
}

/** What somebody sent must not draw on the terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ')
}
