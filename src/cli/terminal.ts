/** What a command talks with. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: NodeJS.WritableStream & { isTTY?: boolean }
  stderr: NodeJS.WritableStream
}

export function printer({ stdout }: Terminal): (line: string) => void {
  return (line) => void stdout.write(`${line}\n`)
}
