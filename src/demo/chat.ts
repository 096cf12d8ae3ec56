import { drawBubble, drawNote } from './bubbles.ts'
import { COMMANDS, parseCommand } from './commands.ts'
import type { Faults, Neighbour } from './faults.ts'
import { PEOPLE, SAM } from './people.ts'
import type { Phone } from './phone.ts'
import type { Screen } from './screen.ts'
import type { SimulatedTwilio } from './simulated-twilio.ts'

export interface ChatOptions {
  phone: Phone
  twilio: Pick<SimulatedTwilio, 'onMessage'>
  screen: Screen
  faults: Faults
  /** Is called for /quit. */
  leave: () => void
}

const NAMES = { radarr: 'Radarr', sonarr: 'Sonarr', model: 'The model' }

/** What is typed becomes a text or is done, what is sent to anyone's phone is shown. */
export function createChat({ phone, twilio, screen, faults, leave }: ChatOptions) {
  let person = SAM

  twilio.onMessage(({ to, body, num_segments: segments }) => {
    const recipient = PEOPLE.find((one) => one.phone === to)
    const name = recipient === person ? 'Usherr' : `Usherr to ${recipient?.name}`
    const footer = segments === '1' ? '1 segment' : `${segments} segments`
    screen.print(drawBubble({ side: 'left', name, body, footer }, screen.canvas()))
  })

  async function text(body: string): Promise<void> {
    screen.print(drawBubble({ side: 'right', name: person.name, body }, screen.canvas()))
    const note = await phone.text(person, body)
    if (note) screen.print(drawNote('right', note, screen.canvas()))
  }

  function say(note: string): void {
    screen.print(drawNote('middle', note, screen.canvas()))
  }

  function setDown(neighbour: Neighbour, isDown: boolean): string {
    const name = NAMES[neighbour]
    if (!faults.setDown(neighbour, isDown)) return `${name} is a real one, so it stays as it is.`
    return isDown ? `${name} is down, until /${neighbour} up.` : `${name} is up again.`
  }

  return {
    /** Who is texting. */
    prompt: () => `${person.name} (${person.role}): `,

    /** Takes a typed line; resolves when its reply is there or none is to be expected. */
    async enter(typed: string): Promise<void> {
      const line = typed.trim()
      const command = parseCommand(line)
      switch (command?.type) {
        case 'as':
          person = command.person
          return say(`${person.name} is texting now (${person.role}).`)
        case 'down':
        case 'up':
          return say(setDown(command.neighbour, command.type === 'down'))
        case 'kill':
          faults.killAtNextCall(() =>
            say('Usherr was killed in the middle of that. It starts again.'),
          )
          return say('Usherr will be killed in the middle of the next text.')
        case 'help':
          return say(COMMANDS)
        case 'quit':
          return leave()
        case undefined:
          if (line !== '') await text(line)
      }
    },
  }
}
