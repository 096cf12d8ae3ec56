import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { type Household, KIM, startHousehold, STRANGER } from '../../helpers/household.ts'

const DANA = '+14155550103'

function importer(household: Household) {
  const { databasePath } = household.config
  const file = join(dirname(databasePath), 'people.csv')
  return (content: string | Buffer, flags: string[] = [], typed?: string) => {
    writeFileSync(file, content)
    const typing = typed === undefined ? {} : { typed }
    const env = { DATABASE_PATH: databasePath, TZ: 'UTC' }
    return usherr(['users', 'import', file, ...flags], env, typing, { now: household.now })
  }
}

const people = ({ sql }: Household) =>
  sql("select phone, name, role, status from users where name not in ('Sam', 'Kim') order by phone")

test('the people of a file are let in, and who is there is left as they are', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'heat')
  const csv = `name,email,phone\nAlex,a@example.com,+1 415 555 0199\n"Dana ""D"" Lee, Jr",,1-415-555-0103\nKimberly,,${KIM}\n`

  const { code, stdout } = await importer(household)(csv)
  await household.settled()

  expect(stdout).toBe(`Let in 2 users: Alex and Dana D Lee Jr.
1 user here already, left as they are.
Not read: email.
`)
  expect(code).toBe(0)
  expect(people(household)).toEqual([
    { phone: DANA, name: 'Dana D Lee Jr', role: 'member', status: 'active' },
    { phone: STRANGER, name: 'Alex', role: 'member', status: 'active' },
  ])
  expect(household.sql('select name from users where phone = ?', KIM)).toEqual([{ name: 'Kim' }])
  expect(household.sentTo(STRANGER)).toEqual([])
  expect(household.sql("select 1 from audit_log where action = 'user.added'")).toHaveLength(2)
})

test('a spreadsheet may write semicolons, a byte order mark and its own ends of lines', async () => {
  const household = await startHousehold()
  const csv = `\uFEFFPhone;Name;Role\r\n14155550199;"Alex; the first";member\r\n\r\n`

  expect(await importer(household)(csv)).toMatchObject({ code: 0 })

  expect(people(household)).toEqual([
    { phone: STRANGER, name: 'Alex the first', role: 'member', status: 'active' },
  ])
})

test('those who are let in are greeted where that is asked for', async () => {
  const household = await startHousehold()

  await importer(household)(`phone,name\n${STRANGER},Alex\n${KIM},Kim\n`, ['--greet'])
  await household.restart()
  await household.settled()

  expect(household.sentTo(STRANGER)).toEqual([expect.stringMatching(/^Hi Alex, I look after/)])
  expect(household.sentTo(KIM)).toEqual([])
})

test('an admin comes of a file only after a yes', async () => {
  const household = await startHousehold()
  const run = importer(household)
  const csv = `phone,name,role\n${STRANGER},Alex,admin\n${DANA},Dana,\n`
  const question = 'Make Alex (+14155550199) an admin?'

  expect(await run(csv)).toMatchObject({
    code: 1,
    stderr: `${question}\nNothing was changed. Add --yes to go on.\n`,
  })
  expect(await run(csv, [], 'no\n')).toMatchObject({ code: 1 })
  expect(people(household)).toEqual([])
  expect(await run(csv, ['--yes'])).toMatchObject({ code: 0 })
  expect(people(household)).toMatchObject([
    { name: 'Dana', role: 'member' },
    { name: 'Alex', role: 'admin' },
  ])
})

test('a script reads who was let in', async () => {
  const household = await startHousehold()

  const { stdout } = await importer(household)(`phone,tag\n${STRANGER},x\n${KIM},y\n`, ['--json'])

  expect(JSON.parse(stdout)).toMatchObject({
    added: [{ phone: STRANGER, name: null, role: 'member' }],
    known: 1,
    ignoredColumns: ['tag'],
  })
})

const MANY = Array.from({ length: 1_001 }, (_, at) => `+1415556${1000 + at}`)

test.for([
  [
    'lines that cannot be read',
    `phone,name,role\n${STRANGER},Alex,\n415 555 0103,Dana,\n+14155550104,Lex,owner\n${STRANGER},Al,\n+14155550105,1234,\n+14155550106,A,member,x\n`,
    `line 3: '415 555 0103' is no phone with its country, such as +14155550123
line 4: 'owner' is no role: admin or member
line 5: the phone of line 2 again
line 6: '1234' is no name
line 7: more columns than the first line has
Nothing was changed.
`,
  ],
  ['no header', `${STRANGER},Alex\n`, 'Its first line has to name its columns'],
  ['an empty file', '', 'Its first line has to name its columns'],
  [
    'a column twice',
    `phone,Phone\n${STRANGER},${DANA}\n`,
    'It has more than one column called phone.\n',
  ],
  ['a quote without an end', `phone,name\n${STRANGER},"Alex\n`, 'quotes do not fit together'],
  ['too many people', ['phone', ...MANY].join('\n'), '1000 are the most at a time'],
  [
    'a long file',
    `phone\n${STRANGER}\n${' '.repeat(1_048_576)}`,
    'longer than a file of people may be',
  ],
  ['no text', Buffer.from([0x70, 0xff, 0xfe]), 'It is no text in UTF-8. Save it as CSV UTF-8.\n'],
] as const)('nothing is changed for %s', async ([, csv, says]) => {
  const household = await startHousehold()

  const { code, stderr } = await importer(household)(csv)

  expect(stderr).toContain(says)
  expect(code).toBe(1)
  expect(people(household)).toEqual([])
})

test('a thousand people are let in', async () => {
  const household = await startHousehold()

  const { stdout } = await importer(household)(['phone', ...MANY.slice(1)].join('\n'))

  expect(stdout).toBe('Let in 1,000 users.\n')
})
