import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ModelError } from '../src/errors.ts'
import { withPlainCommands } from '../src/model/fallback.ts'
import { createKeywordModel } from '../src/model/keyword.ts'
import type { ModelReply } from '../src/model/model.ts'
import {
  type Household,
  type HouseholdOptions,
  KIM,
  SAM,
  startHousehold,
} from './helpers/household.ts'
import { calls, says, scriptedModel } from './helpers/scripted-model.ts'
import { until } from './helpers/until.ts'

interface Conversation {
  name: string
  /** Sam, where it is not somebody else. */
  who?: string
  /** What they text, and what they are answered. */
  lines: Array<readonly [text: string, reply: string]>
  /** What a language model answers: one call for each text that is not an answer or a keyword. */
  script: ModelReply[]
  given?: (household: Household) => unknown
}

const CONVERSATIONS: Conversation[] = [
  {
    name: 'Hello',
    lines: [
      [
        'hi',
        'Hi Sam, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.',
      ],
    ],
    script: [
      says(
        'Hi Sam, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.',
      ),
    ],
  },
  {
    name: 'Find and add',
    lines: [
      ['is dune part two in?', "Dune: Part Two (2024) isn't here. Want me to add it? Reply YES."],
      ['yes', 'Added Dune: Part Two (2024) in 1080p. Searching for it now.'],
    ],
    script: [calls(['find', { title: 'dune part two' }])],
  },
  {
    name: 'Choose',
    lines: [
      [
        'add the office',
        'Which one? Reply a number.\n1 The Office (US) (2005) - here\n2 The Office (UK) (2001) - not here\n3 The Office (AU) (2024) - not here',
      ],
      ['2', 'Added The Office (UK) (2001), both seasons. Searching for it now.'],
    ],
    script: [calls(['add', { title: 'the office' }])],
  },
  {
    name: 'Some seasons',
    lines: [
      [
        'get slow horses from season 3',
        'Added Slow Horses (2022), seasons 3-5 and new ones. Searching for them now.',
      ],
    ],
    script: [calls(['add', { title: 'slow horses', seasons: '3+' }])],
  },
  {
    name: 'Where is it',
    lines: [['is andor here yet', 'Andor S2 is downloading: 43%, about 20 min left. S1 is here.']],
    script: [calls(['find', { title: 'andor' }])],
  },
  {
    name: 'Nothing found',
    lines: [
      [
        'add the grand zorba',
        'I can\'t find a film or show called "the grand zorba". Maybe another spelling, or who is in it?',
      ],
    ],
    script: [calls(['add', { title: 'the grand zorba' }])],
  },
  {
    name: 'Remove',
    lines: [
      [
        'delete heat',
        'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.',
      ],
      ['yes', 'This deletes a file, so I need the number too: YES 4821, or NO to keep it.'],
      ['YES 4821', 'Removed Heat (1995) and its file (14 GB).'],
      ['YES 4821', 'Heat (1995) is already gone.'],
    ],
    script: [calls(['remove', { title: 'heat' }])],
  },
  {
    name: 'Not allowed',
    who: KIM,
    lines: [
      ['delete heat', 'Removing is for admins here. Want me to ask one? Reply YES.'],
      ['yes', "I've asked Sam. I'll text you the answer."],
    ],
    script: [calls(['remove', { title: 'heat' }])],
  },
  {
    name: "What's on",
    // Its sixth season begins today.
    given: (household) => household.text(SAM, 'get slow horses from season 3'),
    lines: [
      [
        'whats coming this week',
        'This week: Fri Slow Horses S6E1, Sun Andor S2E4, Tue Mickey 17 (digital), Thu Severance S3E1.',
      ],
    ],
    script: [calls(['add', { title: 'slow horses', seasons: '3+' }]), calls(['coming', {}])],
  },
  {
    name: 'Broken: Radarr is down',
    given: ({ radarr }) => (radarr.intercept = () => 'drop'),
    lines: [
      [
        'add alien',
        "Radarr isn't answering, so films have to wait. Shows still work. Please try again in a while.",
      ],
    ],
    script: [calls(['add', { title: 'alien' }])],
  },
  {
    name: 'Over a limit',
    who: KIM,
    given: async (household) => {
      for (let count = 0; count < 40; count++) await household.deliver(KIM, '?')
      await household.settled()
    },
    lines: [['is heat in?', "That's today's limit of 40 texts. It starts fresh at midnight."]],
    script: [],
  },
  {
    name: 'A picture, or nothing',
    lines: [['', 'I can only read words. What are you looking for?']],
    script: [],
  },
]

test.for(CONVERSATIONS)('$name, with plain commands', async (conversation) => {
  expect(await converse({}, conversation)).toEqual(conversation.lines)
})

test.for(CONVERSATIONS)('$name, with one call of a language model a text', async (conversation) => {
  const { model, requests } = scriptedModel(...conversation.script)

  expect(await converse({ model }, conversation)).toEqual(conversation.lines)
  expect(requests).toHaveLength(conversation.script.length)
})

test('Remove: a question that has lapsed', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  household.advance(11 * 60_000)

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question has lapsed and nothing was deleted. Text "delete heat" to be asked again.',
  )
})

test('Broken: the model is down', async () => {
  const { model } = scriptedModel(new ModelError('The model provider could not be reached'))
  const log = pino({ level: 'silent' })
  const household = await startHousehold({
    model: withPlainCommands(model, createKeywordModel(), log),
  })

  expect(await household.text(SAM, 'find heat')).toBe(
    "Heat (1995) is here. (I'm on plain commands right now: find, add, remove, status, ?)",
  )
})

test('Still working', async () => {
  const household = await startHousehold()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(household.waits().begun).toBe(1))

  household.advance(10_000)
  await household.told(SAM, 'Still on it...')
  release()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['Still on it...', 'Heat (1995) is here.'])
})

async function converse(
  options: HouseholdOptions,
  { who = SAM, lines, given }: Pick<Conversation, 'who' | 'lines' | 'given'>,
) {
  const household = await startHousehold(options)
  await given?.(household)
  const answered: Array<[string, string | undefined]> = []
  for (const [text] of lines) answered.push([text, await household.text(who, text)])
  return answered
}
