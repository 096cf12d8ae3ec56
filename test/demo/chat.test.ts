import { expect, test } from 'vitest'
import { createChat } from '../../src/demo/chat.ts'
import { COMMANDS } from '../../src/demo/commands.ts'
import { KIM, SAM } from '../../src/demo/people.ts'
import type { MessageListener } from '../../src/demo/simulated-twilio-account.ts'
import { createMessage } from '../../src/demo/simulated-twilio-message.ts'

/** A chat whose texts get no reply but `note`, and who sent what and what was shown. */
function setUp(note?: string) {
  const texts: string[] = []
  const listeners: MessageListener[] = []
  let shown = ''
  let hasLeft = false
  const asked: string[] = []
  let die: () => void = () => {}

  const chat = createChat({
    phone: {
      text: async ({ name }, body) => {
        texts.push(`${name}: ${body}`)
        return note
      },
    },
    twilio: {
      onMessage: (listener) => {
        listeners.push(listener)
        return () => {}
      },
    },
    screen: {
      canvas: () => ({ columns: 80, hasColor: false }),
      print: (drawn) => (shown += drawn),
      read: async () => {},
    },
    faults: {
      setFault: (name, fault) => {
        asked.push(`${name} ${JSON.stringify(fault)}`)
        return name !== 'model'
      },
      killAtNextCall: (tell) => {
        die = tell
      },
    },
    leave: () => (hasLeft = true),
  })
  return {
    chat,
    texts,
    asked,
    die: () => die(),
    shown: () => shown,
    hasLeft: () => hasLeft,
    receive: (to: string, body: string) => {
      const message = createMessage('AC', { to, body, status: 'queued' }, 0)
      for (const listener of listeners) listener(message, {})
    },
  }
}

test('Sam texts until someone else does', async () => {
  const { chat, texts, shown } = setUp()

  expect(chat.prompt()).toBe('Sam (admin): ')
  await chat.enter('hi')
  await chat.enter('/as member')
  expect(chat.prompt()).toBe('Kim (member): ')
  await chat.enter('  thanks  ')

  expect(texts).toEqual(['Sam: hi', 'Kim: thanks'])
  expect(shown()).toContain('Kim is texting now (member).')
})

test('a bubble is shown before its text is sent, and why there is no reply after it', async () => {
  const { chat, shown } = setUp('not delivered')

  const entering = chat.enter('hi')
  expect(shown()).toMatch(/│ hi {4}│\n.*╯\n$/)
  await entering

  expect(shown()).toMatch(/╯\n +not delivered\n$/)
})

test('a text to whom is not texting says so', () => {
  const { receive, shown } = setUp()

  receive(SAM.phone, 'Any time.')
  receive(KIM.phone, 'Heat (1995) is here. '.repeat(10))

  expect(shown()).toMatch(/^╭─ Usherr ─[^]+ {2}1 segment\n╭─ Usherr to Kim ─[^]+ {2}2 segments\n$/)
})

test('a text to somebody who was invited names their phone', () => {
  const { receive, shown } = setUp()

  receive('+14155550123', 'Hi Alex, I look after the films and shows here.')

  expect(shown()).toMatch(/^╭─ Usherr to \+14155550123 ─/)
})

test('an unknown command is answered with those there are, a blank line with nothing', async () => {
  const { chat, texts, shown } = setUp()

  await chat.enter('/dance')
  await chat.enter('   ')

  expect(shown().trim().replaceAll(/\s+/g, ' ')).toBe(COMMANDS)
  expect(texts).toEqual([])
})

test('a neighbour goes down, comes up and fails otherwise, unless it is a real one', async () => {
  const { chat, asked, texts, shown } = setUp()

  await chat.enter('/radarr down')
  await chat.enter('/sonarr up')
  await chat.enter('/sonarr 500')
  await chat.enter('/model down')

  expect(asked).toEqual([
    'radarr "drop"',
    'sonarr undefined',
    'sonarr {"status":500}',
    'model "drop"',
  ])
  expect(texts).toEqual([])
  expect(shown()).toContain('Radarr is down, until /radarr up.')
  expect(shown()).toContain('Sonarr is up again.')
  expect(shown()).toContain('Sonarr fails (500), until /sonarr up.')
  expect(shown()).toContain('The model is a real one, so it stays as it is.')
})

test('/kill says what will happen, and when it has', async () => {
  const { chat, die, shown } = setUp()

  await chat.enter('/kill')
  expect(shown()).toContain('Usherr will be killed in the middle of the next text.')
  die()

  expect(shown()).toContain('Usherr was killed in the middle of that. It starts again.')
})

test('/quit leaves', async () => {
  const { chat, hasLeft } = setUp()

  await chat.enter('/quit')

  expect(hasLeft()).toBe(true)
})
