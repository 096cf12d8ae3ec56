import { expect, test } from 'vitest'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'

const MINUTE = 60_000
const HEAT = 949
const BRUTALIST = 549509
const ALIEN = 348

const ASKED = 'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.'
const REMOVED = 'Removed Heat (1995) and its file (14 GB).'
const LAPSED =
  'That question has lapsed and nothing was deleted. Text "delete Heat" to be asked again.'

const deletes = ({ radarr }: Household) =>
  radarr.requests.filter(({ method }) => method === 'DELETE').length
const adds = ({ radarr }: Household) =>
  radarr.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v3/movie').length
const isHere = ({ radarr }: Household, tmdbId: number) => radarr.find(tmdbId) !== undefined

// ---- bare answers

test.for([
  'yes',
  'Yes.',
  'YES!',
  'yes please',
  'yup',
  'y',
  'ok',
  'sure, thanks',
  '👍',
  '👍🏽',
  'go ahead',
  ' yes ',
])('an offer is taken by %j', async (yes) => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')

  expect(await household.text(SAM, yes)).toBe('Added Alien (1979) in 1080p. Searching for it now.')
  expect(isHere(household, ALIEN)).toBe(true)
})

test.for(['no', 'No thanks', 'nope', 'nvm', '👎', 'never mind'])(
  'an offer is declined by %j',
  async (no) => {
    const household = await startHousehold()
    await household.text(SAM, 'is alien in?')

    expect(await household.text(SAM, no)).toBe('OK.')
    expect(adds(household)).toBe(0)
  },
)

test('a bare yes after other talk answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  await household.text(SAM, 'is heat in?')

  expect(await household.text(SAM, 'yes')).toBe(
    "There's nothing waiting for an answer. Text a title to find it.",
  )
  expect(adds(household)).toBe(0)
})

test('a yes that was sent before the question was seen answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')

  await household.deliver(SAM, 'is alien in?')
  await household.deliver(SAM, 'yes')
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
    "There's nothing waiting for an answer. Text a title to find it.",
  ])
  expect(adds(household)).toBe(0)
})

test('a bare yes to an older question does not answer the newer one', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')

  await household.deliver(SAM, 'delete the brutalist')
  await household.deliver(SAM, 'yes')
  await household.settled()

  expect(isHere(household, BRUTALIST)).toBe(true)
  expect(isHere(household, ALIEN)).toBe(false)
})

test('a question that could not be delivered is not answered by a bare yes', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  household.sql("update outbox set state = 'undelivered'")

  await household.text(SAM, 'yes')

  expect(adds(household)).toBe(0)
})

test('a bare yes is enough where no file is deleted', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete the brutalist')).toBe(
    'Remove The Brutalist (2024)? It has no file yet. Reply YES, or NO to keep it.',
  )
  expect(await household.text(SAM, 'yes')).toBe('Removed The Brutalist (2024).')
  expect(isHere(household, BRUTALIST)).toBe(false)
})

test.for([
  ['2', 'Added Dune (1984) in 1080p. Searching for it now.'],
  ['the second one', 'Added Dune (1984) in 1080p. Searching for it now.'],
  ['#1', 'Dune (2021) is already here.'],
  ['yes', 'Which one? Reply a number.'],
  ['no', 'OK.'],
] as const)('a list is answered by %j', async ([answer, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add dune')).toBe(
    'Which one? Reply a number.\n1 Dune (2021) - here\n2 Dune (1984) - not here',
  )
  expect(await household.text(SAM, answer)).toBe(reply)
})

test('a number still counts after the list was asked for once more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')
  await household.text(SAM, 'yes')

  expect(await household.text(SAM, '2')).toMatch(/^Added Dune \(1984\)/)
})

test('a number that is not on the list is a title', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')

  expect(await household.text(SAM, '1917')).toBe('1917 (2019) is here.')
})

test('a list lapses after a day', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')
  household.advance(25 * 60 * MINUTE)

  await household.text(SAM, '2')

  expect(adds(household)).toBe(0)
})

test('a film whose year nobody knows can be offered and taken', async () => {
  const household = await startHousehold({
    films: [{ tmdbId: 42, title: 'Untold', year: 0, status: 'released' }],
  })

  expect(await household.text(SAM, 'is untold in?')).toBe(
    "Untold isn't here. Want me to add it? Reply YES.",
  )
  expect(await household.text(SAM, 'yes')).toBe('Added Untold in 4K. Searching for it now.')
})

test('a list of long titles is not cut, so that every number can be seen', async () => {
  const films = Array.from({ length: 5 }, (_, index) => ({
    tmdbId: index + 1,
    title: `The ${'very '.repeat(20)}long film`,
    year: 2000 + index,
    status: 'released' as const,
  }))
  const household = await startHousehold({ films })

  expect(await household.text(SAM, 'add long film')).toMatch(/5 The very .*\(2004\) - not here$/s)
  expect(await household.text(SAM, '5')).toMatch(/^Added The very .* \(2004\)/)
})

// ---- codes

test('a file is deleted only by a yes with the code', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  expect(await household.text(SAM, 'yes')).toBe(
    'This deletes a file, so I need the number too: YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, '4821')).not.toContain('Removed')
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(isHere(household, HEAT)).toBe(false)
})

test.for(['yes 4821', 'Yes, 4821.', 'YES4821', 'y 4821', 'yes please 4821', '👍 4821'])(
  'a code counts as %j, whatever was said since',
  async (answer) => {
    const household = await startHousehold()
    await household.text(SAM, 'delete heat')
    await household.text(SAM, 'is alien in?')

    expect(await household.text(SAM, answer)).toBe(REMOVED)
  },
)

test('a no to the reminder of the code keeps the film', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'yes')

  expect(await household.text(SAM, 'no')).toBe('OK, Heat (1995) stays.')
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'You said no to that and nothing was deleted. Text "delete Heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test('a no with the code keeps the film, whatever was said since', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'is alien in?')

  expect(await household.text(SAM, 'no 4821')).toBe('OK, Heat (1995) stays.')
})

test('a code is used up', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 4821')

  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(deletes(household)).toBe(1)
})

test('two yeses at once remove once', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await Promise.all([household.deliver(SAM, 'YES 4821'), household.deliver(SAM, 'YES 4821')])
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([REMOVED, 'Heat (1995) is already gone.'])
  expect(deletes(household)).toBe(1)
})

test('three wrong codes close the question', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'YES 1111')).toBe(
    "That's not the number. Reply YES 4821, or NO to keep it.",
  )
  await household.text(SAM, 'YES 1112')
  expect(await household.text(SAM, 'YES 1113')).toBe(
    'Three wrong numbers, so that question is closed and nothing was deleted. Text "delete Heat" to be asked again.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question was closed after wrong numbers and nothing was deleted. Text "delete Heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test('five wrong codes in a day end coded questions until tomorrow', async () => {
  const household = await startHousehold({ codes: [4821, 4822, 4823] })
  await household.text(SAM, 'delete heat')
  for (const code of ['1111', '1112', '1113']) await household.text(SAM, `YES ${code}`)
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 1114')

  expect(await household.text(SAM, 'YES 1115')).toBe(
    'Too many wrong numbers today, so nothing was done. Deleting has to wait until tomorrow.',
  )
  expect(await household.text(SAM, 'YES 4822')).toContain('closed after wrong numbers')
  expect(await household.text(SAM, 'delete heat')).toBe(
    'Too many wrong numbers today, so nothing was done. Deleting has to wait until tomorrow.',
  )
  household.advance(13 * 60 * MINUTE)
  expect(await household.text(SAM, 'delete heat')).toContain('Reply YES 4823')
  expect(deletes(household)).toBe(0)
})

test.for(['No (2012)', 'ok 1917', 'yes, 1984', 'YES 1111'])(
  '%j is ordinary talk to who was never asked for a number',
  async (text) => {
    const household = await startHousehold()

    expect(await household.text(SAM, text)).not.toContain('number')
    expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  },
)

test('a code that none of their questions had is told to be unknown', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'NO 4821')

  expect(await household.text(SAM, 'YES 1111')).toBe('I have no question with that number.')
})

test('a no with a wrong code is a no', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'no 4812')).toBe('OK, Heat (1995) stays.')
})

test('a yes that came while the question was still on its way answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? held.then(() => 'pass' as const) : 'pass'
  await household.deliver(SAM, 'delete the brutalist')
  await household.recorded("select 1 from outbox where state = 'sending'")

  await household.deliver(SAM, 'yes')
  household.advance(1_000)
  release()
  await household.settled()

  const question = 'Remove The Brutalist (2024)? It has no file yet. Reply YES, or NO to keep it.'
  expect(household.sentTo(SAM).slice(1)).toEqual([question, question])
  expect(isHere(household, BRUTALIST)).toBe(true)
  household.twilio.intercept = () => 'pass'
  expect(await household.text(SAM, 'yes')).toBe('Removed The Brutalist (2024).')
})

test('a question is whole, however much is said before it', async () => {
  const films = Array.from({ length: 9 }, (_, index) => ({
    tmdbId: index + 1,
    title: `Фильм ${'очень '.repeat(11)}${index}`,
    year: 2000,
    status: 'released' as const,
  }))
  const heat = {
    tmdbId: HEAT,
    title: 'Heat',
    year: 1995,
    status: 'released' as const,
    gigabytes: 14,
  }
  const adds = films.map(({ title }): [string, object] => ['add', { title }])
  const { model } = scriptedModel(calls(...adds, ['remove', { title: 'Heat' }]))
  const household = await startHousehold({ model, films: [...films, heat] })

  expect(await household.text(SAM, 'everything')).toBe(`${ASKED} (Reply MORE)`)
  expect(await household.text(SAM, 'more')).toMatch(/^Added Фильм/)
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
})

test('a newer question replaces the older and says so', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'delete memento')).toBe(
    'Remove Memento (2000) and delete its file, 9 GB? Reply YES 4822, or NO to keep it. (Not about Heat (1995) any more.)',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question was replaced by a newer one and nothing was deleted. Text "delete Heat" to be asked again.',
  )
  expect(isHere(household, HEAT)).toBe(true)
  expect(await household.text(SAM, 'YES 4822')).toBe('Removed Memento (2000) and its file (9 GB).')
})

test('a code is given to no second question of the same person', async () => {
  const household = await startHousehold({ codes: [4821, 4821] })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'delete memento')).toContain('Reply YES 4822')
})

test('a code is worth nothing on another phone', async () => {
  const household = await startHousehold({
    env: { MEMBER_PHONES: '', ADMIN_PHONES: `Sam:${SAM},Kim:${KIM}` },
  })
  await household.text(SAM, 'delete heat')

  await household.text(KIM, 'YES 4821')
  expect(deletes(household)).toBe(0)
})

test('a question is answered only on the channel that was asked', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await household.deliver(SAM, 'YES 4821', {
    extra: { From: `whatsapp:${SAM}`, To: 'whatsapp:+14155550100' },
  })
  await household.settled()

  expect(deletes(household)).toBe(0)
  expect(household.twilio.messages.at(-1)).toMatchObject({
    to: `whatsapp:${SAM}`,
    body: 'I have no question with that number.',
  })
})

test('while a coded question is open, replies make no offer', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'is alien in?')).toBe("Alien (1979) isn't here.")
  expect(await household.text(SAM, 'add dune')).toBe(
    'Dune (2021) - here\nDune (1984) - not here\nWhich one? Text "add" with its title and year.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(await household.text(SAM, 'is alien in?')).toContain('Want me to add it?')
})

// ---- time

test('an answer after ten minutes has lapsed', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.advance(10 * MINUTE + 1)

  expect(await household.text(SAM, 'YES 4821')).toBe(LAPSED)
  expect(await household.text(SAM, 'YES 4821')).toBe(LAPSED)
  expect(deletes(household)).toBe(0)
})

test('a bare yes after its time has lapsed too', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete the brutalist')
  household.advance(10 * MINUTE + 1)

  expect(await household.text(SAM, 'yes')).toBe(
    'That question has lapsed and nothing was deleted. Text "delete The Brutalist" to be asked again.',
  )
})

test.for([
  ['received in time but handled late is carried out', 20 * MINUTE, REMOVED, 1],
  [
    'handled more than an hour late is asked anew',
    61 * MINUTE,
    'Your answer reached me late. Remove Heat (1995) and delete its file, 14 GB? Reply YES 4822, or NO to keep it.',
    0,
  ],
] as const)('an answer that was %s', async ([, lateMs, reply, removals]) => {
  const slow = slowModel()
  const household = await startHousehold({ model: slow.model, codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  slow.hold()
  await household.deliver(SAM, 'is heat in?')
  await household.deliver(SAM, 'YES 4821')
  household.advance(lateMs)

  slow.release()
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toBe(reply)
  expect(deletes(household)).toBe(removals)
})

// ---- when the yes comes, everything is looked at again

test('a role that was taken away meanwhile ends it', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.sql("update users set role = 'member' where name = 'Sam'")

  expect(await household.text(SAM, 'YES 4821')).toBe('Removing is for admins here.')
  expect(deletes(household)).toBe(0)
})

test('a file that grew meanwhile is asked about anew', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  const heat = household.radarr.find(HEAT)
  if (heat) heat.sizeBytes = 60e9

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Heat (1995) has changed since I asked. Remove Heat (1995) and delete its file, 60 GB? Reply YES 4822, or NO to keep it.',
  )
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'YES 4822')).toBe('Removed Heat (1995) and its file (60 GB).')
})

test('a film that went meanwhile is told, and another under its number is left alone', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  const { radarr } = household
  const heat = radarr.find(HEAT)
  const alien = radarr.films.find(({ tmdbId }) => tmdbId === ALIEN)
  if (heat && alien) radarr.library.set(heat.id, { ...heat, film: alien })

  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(isHere(household, ALIEN)).toBe(true)
})

test('a Radarr that does not answer ends it before anything is touched', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'YES 4821')).toBe(
    "Radarr isn't answering, so films have to wait. Please try again in a while.",
  )
  household.radarr.intercept = () => 'pass'
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That didn\'t work and nothing was deleted. Text "delete Heat" to be asked again.',
  )
  expect(isHere(household, HEAT)).toBe(true)
})

test('a removal whose answer was lost is found to have worked', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? 'act-then-drop' : 'pass')

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(deletes(household)).toBe(1)
})

test('a removal that did not arrive is tried once more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) =>
    method === 'DELETE' && deletes(household) === 1 ? 'drop' : 'pass'

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(deletes(household)).toBe(2)
})

test.for([
  ['its key is refused', { status: 401 }],
  ['it says no', { status: 400 }],
] as const)(
  'after an attempt whose answer was lost nobody claims to know when %s',
  async ([, fault]) => {
    const household = await startHousehold()
    await household.text(SAM, 'delete heat')
    let isTouched = false
    household.radarr.intercept = ({ method }) => {
      if (isTouched) return fault
      isTouched = method === 'DELETE'
      return isTouched ? 'act-then-drop' : 'pass'
    }

    expect(await household.text(SAM, 'YES 4821')).toBe(PENDING)
  },
)

test('a removal that Radarr refuses is not tried again', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? { status: 400 } : 'pass')

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Radarr said no to that. An admin can see why in its log.',
  )
  expect(deletes(household)).toBe(1)
})

const PENDING =
  "Radarr stopped answering, so I can't tell yet what became of Heat (1995). I'll keep looking and text you."

test('an outcome that cannot be learnt is looked into, and told when it is known', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  let isDown = false
  household.radarr.intercept = ({ method }) => {
    if (isDown) return 'drop'
    isDown = method === 'DELETE'
    return isDown ? 'act-then-drop' : 'pass'
  }

  expect(await household.text(SAM, 'YES 4821')).toBe(PENDING)
  expect(await household.text(SAM, 'YES 4821')).toBe(
    "I'm still finding out how that ended. I'll text you.",
  )
  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.told(SAM, REMOVED)
  expect(deletes(household)).toBe(1)
})

test('an outcome that cannot be learnt for an hour is never touched again', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  let isDown = false
  household.radarr.intercept = ({ method }) => {
    isDown ||= method === 'DELETE'
    return isDown ? 'drop' : 'pass'
  }
  await household.text(SAM, 'YES 4821')

  household.advance(61 * MINUTE)
  const given = 'I never learnt what became of Heat (1995). Please look it up before you ask again.'
  await household.told(SAM, given)
  household.radarr.intercept = () => 'pass'
  household.advance(61 * MINUTE)

  expect(await household.text(SAM, 'YES 4821')).toBe(given)
  expect(isHere(household, HEAT)).toBe(true)
})

test('a day later nothing is touched any more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  let isDown = false
  household.radarr.intercept = ({ method }) => {
    isDown ||= method === 'DELETE'
    return isDown ? 'drop' : 'pass'
  }
  await household.text(SAM, 'YES 4821')
  await household.stop()
  household.advance(26 * 60 * MINUTE)
  household.radarr.intercept = () => 'pass'
  const before = deletes(household)

  await household.restart()
  await household.told(
    SAM,
    'I never learnt what became of Heat (1995). Please look it up before you ask again.',
  )

  expect(deletes(household)).toBe(before)
  expect(isHere(household, HEAT)).toBe(true)
})

test('who was blocked in the middle still has the outcome looked into', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? 'hang' : 'pass')
  await household.deliver(SAM, 'YES 4821')
  await household.recorded("select 1 from pending_actions where state = 'executing'")
  household.sql("update users set status = 'blocked' where name = 'Sam'")
  const restarted = household.restart()
  household.radarr.intercept = () => 'pass'
  await restarted

  await household.told(SAM, 'Removing is for admins here.')
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'failed' }])
  expect(isHere(household, HEAT)).toBe(true)
}, 20_000)

test('a notice waits while a coded question is open', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  let isDown = false
  household.radarr.intercept = ({ method }) => {
    if (isDown) return 'drop'
    isDown = method === 'DELETE'
    return isDown ? 'act-then-drop' : 'pass'
  }
  await household.text(SAM, 'YES 4821')
  household.radarr.intercept = () => 'pass'
  await household.text(SAM, 'delete memento')

  household.advance(MINUTE)
  await household.recorded("select 1 from outbox where kind = 'notice'")
  await household.text(SAM, 'is alien in?')

  expect(household.sentTo(SAM).at(-1)).toBe("Alien (1979) isn't here.")
  await household.text(SAM, 'NO 4822')
  await household.told(SAM, REMOVED)
})

// ---- who proposes, and what is kept

test('a member is not even asked', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete heat')).toBe('Removing is for admins here.')
  expect(household.sql('select * from pending_actions')).toEqual([])
})

test('of two removals called at once one is asked about', async () => {
  const { model, requests } = scriptedModel(
    calls(['remove', { title: 'Heat' }], ['remove', { title: 'Memento' }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'delete heat and memento')).toBe(ASKED)

  expect(requests).toHaveLength(1)
  expect(
    household.sql(
      "select tool_call_id, content from messages where role = 'tool' order by position",
    ),
  ).toMatchObject([
    { tool_call_id: 'call_1' },
    { tool_call_id: 'call_2', content: 'Not asked, and not done: one question at a time.' },
  ])
})

test('a model that says yes in their place changes nothing', async () => {
  const { model } = scriptedModel(
    calls(['remove', { title: 'Heat', confirmed: true, code: '4821', tmdbId: 77 }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  expect(deletes(household)).toBe(0)
})

test('question, answer and outcome are what the model reads later', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 4821')

  expect(
    household.sql('select role, content, model from messages order by position'),
  ).toMatchObject([
    { role: 'user', content: 'delete heat' },
    { role: 'assistant', model: 'keyword' },
    { role: 'tool' },
    { role: 'assistant', content: ASKED, model: 'usherr' },
    { role: 'user', content: 'YES 4821' },
    { role: 'assistant', model: 'usherr' },
    { role: 'tool', content: `Done. They are told: ${REMOVED}` },
    { role: 'assistant', content: REMOVED, model: 'usherr' },
  ])
})

test('every step of a removal leaves an audit row', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 1111')
  await household.text(SAM, 'YES 4821')

  expect(household.sql('select action from audit_log order by id')).toEqual(
    ['asked', 'wrong_code', 'claimed', 'executing', 'settled'].map((step) => ({
      action: `question.${step}`,
    })),
  )
})

/** The keyword model, but for the time between `hold` and `release`. */
function slowModel() {
  const keyword = createKeywordModel()
  let held = Promise.resolve()
  let release = () => {}
  const model: Model = async (request) => {
    await held
    return keyword(request)
  }
  return {
    model,
    hold: () => {
      held = new Promise((resolve) => (release = resolve))
    },
    release: () => release(),
  }
}
