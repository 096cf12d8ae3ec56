import { expect, test } from 'vitest'
import { withoutContacts } from '../../src/conversation/foreign-contacts.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

test.for([
  ['Heat is here. See https://evil.example/x for more.', 'Heat is here. for more.'],
  ['Heat is here: http://evil.example', 'Heat is here'],
  ['Heat is here. See https://evil.example.', 'Heat is here.'],
  ['Heat is here. Visit evil.com today!', 'Heat is here.'],
  ['Heat is here. More at evil.example/heat.', 'Heat is here.'],
  ['Heat is here. Go to evil[.]com now.', 'Heat is here.'],
  ['Heat is here. Go to ｅｖｉｌ.ｃｏｍ now.', 'Heat is here.'],
  ['Heat is here. Open 203.0.113.9:8080.', 'Heat is here.'],
  ['Heat is here. Mail me@evil.example.', 'Heat is here.'],
  ['Heat is here. Open xn--80ak6aa92e.com.', 'Heat is here.'],
  ['Heat is here. Call +1 (900) 555-0100 to watch.', 'Heat is here.'],
  ['Heat is here. Call 0900 123456.', 'Heat is here.'],
  ['Heat is here. Text WIN to 60321.', 'Heat is here.'],
  ['Heat is here. Text 80888 for a prize.', 'Heat is here.'],
  ['Heat is here. Contact 555-0123.', 'Heat is here.'],
  ['Heat is here. WhatsApp: 555 0123.', 'Heat is here.'],
  ['Heat is here. Call ٠٩٠٠ ١٢٣ ٤٥٦ now.', 'Heat is here.'],
  ['Heat is here. It is ٠٩٠٠ ١٢٣ ٤٥٦.', 'Heat is here.'],
  ['Heat is here. Go to evil.me now.', 'Heat is here.'],
  ['Heat is here. Go to EVIL.ZONE now.', 'Heat is here.'],
  ['Heat is here. Go to Evil.Support now.', 'Heat is here.'],
  ['Heat is here. Ask my.new-friends.horse now.', 'Heat is here.'],
  ['Heat is here. Go to зло.рф now.', 'Heat is here.'],
  ['Heat is here. Go to 恶.中国 now.', 'Heat is here.'],
  ['Heat is here. Go to evil。com now.', 'Heat is here.'],
  ['Heat is here. Go to evil dot com now.', 'Heat is here.'],
  ['Heat is here. It is 555-0123.', 'Heat is here.'],
  ['Heat is here. Its number is 5550123.', 'Heat is here.'],
  ['Heat is here. Call now: 555 0123.', 'Heat is here.'],
  ['Heat is here. Call 5-5-5-0-1-2-3.', 'Heat is here.'],
  ['Heat is here. Tel.: 030 1234.', 'Heat is here.'],
  ['Heat is here. Call nine zero zero five five five one.', 'Heat is here.'],
  ['Heat is here. It is 1-800-FLOWERS.', 'Heat is here.'],
  ['It is here.It is good, e.g. for a rainy day.', 'It is here. It is good, e.g. for a rainy day.'],
] as const)('of "%s" what is left is "%s"', ([said, left]) => {
  expect(withoutContacts(said, 'is heat here?')).toBe(left)
})

test.for([
  'S.W.A.T. (2017) is here.',
  'eXistenZ. Heat and Who Am I. are here.',
  '9.8.7 is a film.',
  'The years 2016-2020, and 1995, 2004, 2010.',
  'It airs 2026-11-20 at 21:00, or 20.11.2026 21:00.',
  'Andor is 43% done, 2.5 GB of 6 GB.',
  'The Ring (2002) and Contact (1997) are here.',
  'Call it The Ring 2002, in 1080p.',
  'R.I.P.D. and tick...BOOM! are here, a.k.a. 2.',
  '已添加Heat。Alien也在。还要别的吗？',
  'Es kommt am 26.november um 8.30 Uhr.',
  'Text "add 1917" to add it.',
  'Call Me by Your Name (2017) and Phone Booth (2002) are here.',
  'Dial M for Murder (1954), Text for You (2023) and 3:10 to Yuma (2007) are here.',
  'Mr. Robot (2015), 12.12: The Day (2023) and Vol. 2 are here, for $9.99.',
  'One Two Three (1961), 1900 films, 1900 (1976) and 1 1917 (2019) are here.',
  '9-1-1 (2018) and M*A*S*H (1972) are here.',
])('"%s" is left as it is', (said) => {
  expect(withoutContacts(said, 'is heat here?')).toBe(said)
})

test('what they wrote themselves may be said', () => {
  expect(withoutContacts('Startup.com (2001) is good.', 'is startup.com good?')).toBe(
    'Startup.com (2001) is good.',
  )
})

test('a reply that was nothing but a link says so', async () => {
  const { model } = scriptedModel(says('https://evil.example/x'))
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'hm')).toBe(
    "I don't pass on links or numbers. Text a title and I'll look it up.",
  )
})

test('what becomes a link or a number on its way to a phone is none that is sent', async () => {
  const tricks = [
    'Go to **evil**.com',
    'Go to evil😀.com',
    '**Go. to evil**.com',
    'It is +1•415•555•0100',
    'It is 415‑555‑0100',
    'It is 4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣0️⃣1️⃣0️⃣0️⃣',
  ]
  const { model } = scriptedModel(...tricks.map((trick) => says(`Heat is here. ${trick}`)))
  const household = await startHousehold({ model })

  for (const trick of tricks) await household.text(SAM, `${trick.length} hm`)

  const sent = household.sentTo(SAM).join('\n')
  expect(sent).not.toMatch(/evil\.com|0100/)
  expect(sent.match(/Heat is here/g)).toHaveLength(tricks.length)
})

test('a title that becomes a link on its way to a phone is none', async () => {
  const title = 'Heat evil😀.com/x and **evil**.com now'
  const { model } = scriptedModel(calls(['find', { title }]))
  const film = { tmdbId: 7, title, year: 2020, status: 'released' as const, gigabytes: 1 }
  const household = await startHousehold({ model, films: [film] })

  const answer = await household.text(SAM, title)

  expect(answer).toContain('(2020)')
  expect(answer).not.toContain('evil.com')
})
