import { drawBubble, drawNote } from './bubbles.ts'
import { COMMANDS, type FaultWord, parseCommand } from './commands.ts'
import { FAULT_BY_WORD } from './fault.ts'
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
    const name = recipient === person ? 'Usherr' : `Usherr to ${recipient?.name ?? to}`
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

  function setFault(neighbour: Neighbour, word?: FaultWord): string {
    const name = NAMES[neighbour]
    if (!faults.setFault(neighbour, word && FAULT_BY_WORD[word])) {
      return `${name} is a real one, so it stays as it is.`
    }
    if (!word) return `${name} is up again.`
    const fails = word === 'down' ? 'is down' : `fails (${word})`
    return `${name} ${fails}, until /${neighbour} up.`
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
        case 'fail':
          return say(setFault(command.neighbour, command.word))
        case 'up':
          return say(setFault(command.neighbour))
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
