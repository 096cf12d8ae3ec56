import { type ServiceProcessOptions, startServiceProcess } from './service-process.ts'

export type KillableService = Awaited<ReturnType<typeof startKillableService>>

/**
 * A service process that is started again after it was killed on purpose.
 *
 * @throws as `startServiceProcess` does, when the first one does not start.
 */
export async function startKillableService(options: ServiceProcessOptions) {
  let service = await startServiceProcess(options)
  let running = Promise.resolve()

  let fail: (reason: unknown) => void = () => {}
  const died = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  service.died.catch(fail)
  // Whoever waits for it hears of it; while nobody does, that is no error.
  died.catch(() => {})

  async function replace(): Promise<void> {
    await service.kill()
    service = await startServiceProcess(options)
    service.died.catch(fail)
  }

  return {
    /** Rejects with its last words when it ends without having been told to, or starts no more. */
    died,

    /** Resolves when a kill and the start that follows it are over. */
    untilRunning: () => running,

    /** Ends the process at once and starts another. */
    kill(): void {
      running = running.then(replace).catch(fail)
    },

    async stop(): Promise<void> {
      await running
      await service.stop()
    },
  }
}
