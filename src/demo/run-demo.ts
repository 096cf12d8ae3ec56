import { once } from 'node:events'
import { drawNote } from './bubbles.ts'
import { createChat } from './chat.ts'
import { startHousehold } from './household.ts'
import { introduce } from './introduction.ts'
import { createPhone } from './phone.ts'
import { openPlainScreen } from './plain-screen.ts'
import { USHERR } from './service-settings.ts'
import { openTerminalScreen } from './terminal-screen.ts'

export interface DemoOptions {
  env: NodeJS.ProcessEnv
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  /** Aborted from outside or by /quit, it ends the demo. */
  leaving: AbortController
}

/**
 * The household, a phone in it and a screen to show that; resolves when all of it is closed.
 *
 * @throws the service's last words, when it ends by itself.
 */
export async function runDemo({ env, input, output, leaving }: DemoOptions): Promise<void> {
  const { signal } = leaving
  const leave = () => leaving.abort()

  const { twilio, webhook, service, faults, close } = await startHousehold({ env, signal })
  try {
    const openScreen = input.isTTY && output.isTTY ? openTerminalScreen : openPlainScreen
    const screen = openScreen({ input, output, hasColor: output.isTTY && !env['NO_COLOR'], signal })
    const phone = createPhone({
      twilio: {
        ...twilio,
        // A text that finds the service starting again would be lost.
        deliver: (text) => service.untilRunning().then(() => twilio.deliver(text)),
      },
      webhook,
      to: USHERR,
    })
    const chat = createChat({ phone, twilio, screen, faults, leave })

    for (const line of introduce(env)) screen.print(drawNote('left', line, screen.canvas()))
    await Promise.race([screen.read(chat), once(signal, 'abort'), service.died])
  } finally {
    leave()
    await close()
  }
}
