import { type ForkOptions, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

export type Child = ReturnType<typeof startChild>

/** A process of its own that answers one question at a time. It ends with this one. */
export function startChild(entry: URL, options: ForkOptions = {}) {
  const child = fork(fileURLToPath(entry), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...options,
  })
  const ended = once(child, 'exit')

  return {
    async ask<T>(schema: z.ZodType<T>, question: object = {}): Promise<T> {
      const answered = once(child, 'message')
      child.send(question)
      const first = await Promise.race([answered, ended.then(() => undefined)])
      if (!first) throw new Error(`${fileURLToPath(entry)} has ended`)
      return schema.parse(first[0])
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The other side: answers what the process asks that started this one. */
export function answerParent<T>(schema: z.ZodType<T>, answer: (question: T) => Promise<object>) {
  const onMessage = async (message: unknown) => {
    process.send?.(await answer(schema.parse(message)))
  }
  process.on('message', (message) => {
    onMessage(message).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    })
  })
  process.on('disconnect', () => process.exit())
}
