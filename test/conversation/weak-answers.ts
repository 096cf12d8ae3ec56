import { expect } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import type { Outcome } from '../../src/demo/fault.ts'

export const HERE = 'Heat (1995) is here.'
const ADDED = 'Added Alien (1979) in 1080p. Searching for it now.'
const NOT_UNDERSTOOD = "Sorry, I didn't get that. Text a title and I'll look it up."
const GAVE_UP = "Sorry, I couldn't work that out. Could you say it another way?"
const NOTHING_CHANGED = 'Nothing has changed yet. Please text what to do and a title.'
export const STAND_IN = "(I'm on plain commands right now: find, add, remove, status, ?)"
const UUID = '0190163d-8694-739b-aea5-966c26f8ad91'

export interface WeakAnswer {
  /** `is heat in?` when left out. */
  text?: string
  /** The provider's answers, in order; the last one is given again and again. */
  answers: Outcome[]
  /** Also to be plain words in at most three segments. */
  reply: unknown
  /** What is written to Radarr; nothing when left out. */
  writes?: string[]
}

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

/** A whole answer of the provider around one message. */
function completion(message: object, more: object = {}): Outcome {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }]
  return { status: 200, body: { id: 'chatcmpl-1', object: 'chat.completion', choices, ...more } }
}

const says = (content: unknown) => completion({ content })
const find = { name: 'find', arguments: '{"title":"Heat"}' }
const calls = (...functions: object[]) =>
  completion({
    content: null,
    tool_calls: functions.map((called, at) => ({
      id: `call_${at}`,
      type: 'function',
      function: called,
    })),
  })

const ADD = { text: 'add alien', reply: ADDED, writes: ['POST /api/v3/movie'] }
const written = (content: string): WeakAnswer => ({ answers: [says(content)], reply: HERE })

/** What weak models and failing providers answer, and what the person hears of it. */
export const WEAK_ANSWERS: Record<string, WeakAnswer> = {
  // A call written down in place of being made.
  'a call as JSON': written('{"name": "find", "arguments": {"title": "Heat"}}'),
  'a call with parameters': written('{"name":"find","parameters":{"title":"Heat","year":1995}}'),
  'a call with its arguments as a string': written(JSON.stringify(find)),
  'a call in fences': written('```json\n{"name": "find", "arguments": {"title": "Heat"}}\n```'),
  'a call in tags': written(
    '<tool_call>\n{"name":"find","arguments":{"title":"Heat"}}\n</tool_call>',
  ),
  'a call by the name of tool': written('{"tool": "find", "title": "Heat"}'),
  'a call in a list of one': written('[{"name": "find", "arguments": {"title": "Heat"}}]'),
  'a call in a function': written(
    '{"type":"function","function":{"name":"find","arguments":{"title":"Heat"}}}',
  ),
  'a call in tool_calls': written(
    '{"tool_calls":[{"function":{"name":"find","arguments":"{\\"title\\":\\"Heat\\"}"}}]}',
  ),
  'a call after a thought': written(
    '<think>They want Heat.</think>{"name":"find","arguments":{"title":"Heat"}}',
  ),
  'a call behind a mark': written('[TOOL_CALLS][{"name":"find","arguments":{"title":"Heat"}}]'),
  'a call as a tag': written('<function=find>{"title":"Heat"}</function>'),
  'a call as code': written('functions.find({"title":"Heat"})'),
  'an add as JSON': { ...ADD, answers: [says('{"name":"add","arguments":{"title":"Alien"}}')] },
  'a removal as JSON only asks': {
    text: 'delete heat',
    answers: [says('{"name":"remove","arguments":{"title":"Heat","confirmed":true}}')],
    reply: 'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.',
  },
  'two calls as JSON': {
    answers: [
      says(
        '[{"name":"add","arguments":{"title":"Alien"}},{"name":"add","arguments":{"title":"Aliens"}}]',
      ),
    ],
    reply: NOT_UNDERSTOOD,
  },
  'an unknown call as JSON': {
    answers: [says('{"name":"confirm","arguments":{"code":"4821"}}')],
    reply: NOT_UNDERSTOOD,
  },
  'a call as JSON whose arguments do not fit': {
    answers: [says('{"name":"add","arguments":{"film":"Alien"}}')],
    reply: NOT_UNDERSTOOD,
  },
  'words and then a call as JSON': {
    answers: [says('Let me look. {"name":"add","arguments":{"title":"Alien"}}')],
    reply: 'Let me look.',
  },
  'a call as JSON that is cut short': {
    answers: [says('{"name": "add", "arguments": {"title": "Ali')],
    reply: NOT_UNDERSTOOD,
  },

  // Calls that are made, and are wrong.
  'arguments that are not JSON': {
    answers: [calls({ name: 'add', arguments: '{"title": Alien' })],
    reply: GAVE_UP,
  },
  'arguments as an object': {
    ...ADD,
    answers: [calls({ name: 'add', arguments: { title: 'Alien' } })],
  },
  'no arguments at all': { answers: [calls({ name: 'add' })], reply: GAVE_UP },
  'arguments of 50 kB': {
    answers: [calls({ name: 'add', arguments: `{"title":"${'x'.repeat(50_000)}"}` })],
    reply: GAVE_UP,
  },
  'calls without ids': {
    answers: [completion({ content: null, tool_calls: [{ function: find }] })],
    reply: HERE,
  },
  'the same id twice': {
    answers: [
      completion({
        tool_calls: [find, find].map((called) => ({ id: 'x', type: 'function', function: called })),
      }),
      says('Yes, it is here.'),
    ],
    reply: 'Yes, it is here.',
  },
  'a tool that there is not': {
    answers: [calls({ name: 'list_everything', arguments: '{}' })],
    reply: GAVE_UP,
  },
  'a tool that would confirm': {
    text: 'delete heat',
    answers: [calls({ name: 'confirm', arguments: '{"code":"4821"}' })],
    reply: GAVE_UP,
  },
  'a tool name of 50 kB': {
    answers: [calls({ name: 'x'.repeat(50_000), arguments: '{}' })],
    reply: GAVE_UP,
  },
  'the same call for ever': {
    answers: [calls({ ...find, arguments: '{"title":"Heat","read_first":true}' })],
    reply: GAVE_UP,
  },
  '40 calls at once': {
    answers: [calls(...Array.from({ length: 40 }, () => find)), says('Heat is here.')],
    reply: 'Heat is here.',
  },
  'finish_reason stop beside a call': { answers: [calls(find)], reply: HERE },
  'a refused call, and then a provider that fails': {
    ...ADD,
    answers: [calls({ name: 'get_film', arguments: '{}' }), { status: 500, body: {} }],
    reply: `${ADDED} ${STAND_IN}`,
  },
  'a call whose result nobody puts into words': {
    text: 'is alien in?',
    answers: [calls({ name: 'find', arguments: '{"title":"Alien","read_first":true}' }), says('')],
    reply: "Alien (1979) isn't here. Want me to add it? Reply YES.",
  },
  'two lists': {
    text: 'heat or dune?',
    answers: [
      calls(
        { name: 'add', arguments: '{"title":"Dune"}' },
        { name: 'add', arguments: '{"title":"Dune"}' },
      ),
    ],
    reply:
      'Which one? Reply a number.\n1 Dune (2021) - here\n2 Dune (1984) - not here One question at a time: ask me again for the rest.',
  },

  // Messages without words.
  'an empty reply': { answers: [says('')], reply: NOT_UNDERSTOOD },
  'blanks alone': { answers: [says(' \n\u200B ')], reply: NOT_UNDERSTOOD },
  'null content': { answers: [says(null)], reply: NOT_UNDERSTOOD },
  'no content': { answers: [completion({})], reply: NOT_UNDERSTOOD },
  'content as parts': {
    answers: [says([{ type: 'text', text: 'Heat is here.' }])],
    reply: 'Heat is here.',
  },
  'parts without text': { answers: [says([{ type: 'image_url' }])], reply: NOT_UNDERSTOOD },
  'a refusal': {
    answers: [completion({ content: null, refusal: 'I cannot help with that.' })],
    reply: NOT_UNDERSTOOD,
  },
  'reasoning alone': {
    answers: [completion({ content: '', reasoning_content: 'They want Heat. {"a":1}' })],
    reply: NOT_UNDERSTOOD,
  },
  'a thought that never ends': { answers: [says('<think>They want Heat')], reply: NOT_UNDERSTOOD },
  'no message': {
    answers: [{ status: 200, body: { choices: [{}] } }],
    reply: `${HERE} ${STAND_IN}`,
  },
  'no choices': { answers: [{ status: 200, body: { choices: [] } }], reply: `${HERE} ${STAND_IN}` },
  'usage of nothing': {
    answers: [completion({ content: 'Hello.' }, { usage: null })],
    reply: 'Hello.',
  },

  // Words that claim too much.
  'done, without a call': { text: 'add alien', answers: [says('Done!')], reply: NOTHING_CHANGED },
  'an add that never was': {
    text: 'add alien',
    answers: [says("I've added Alien (1979) to your library!")],
    reply: NOTHING_CHANGED,
  },
  'a question with a code of its own': {
    text: 'delete heat',
    answers: [says('Reply YES 1234 to delete Heat.')],
    reply: NOTHING_CHANGED,
  },

  // Words that no person says.
  'a reply of 50 kB': {
    answers: [says('Heat is a fine film. '.repeat(2500))],
    reply: matching(/\(Reply MORE\)$/),
  },
  'a word of 50 kB': { answers: [says('x'.repeat(50_000))], reply: matching(/\(Reply MORE\)$/) },
  markdown: {
    answers: [
      says('## Heat\n**Heat** (1995) is _here_.\n- `1080p`\n[More](https://example.com/x)'),
    ],
    reply: 'Heat\nHeat (1995) is here.\n- 1080p\nMore',
  },
  emoji: { answers: [says('Heat is here 🎬🍿!')], reply: 'Heat is here!' },
  links: {
    answers: [says('Heat is here. See https://www.imdb.com/title/tt0113277/ for more.')],
    reply: 'Heat is here. for more.',
  },
  ids: {
    answers: [says(`Heat (1995) (tmdb: 949, ID 77, ${UUID}, call_0a1b2c3d4e) is here.`)],
    reply: matching(/^Heat \(1995\).*is here\.$/),
  },
  'JSON in the middle': {
    answers: [says('Heat is here. [{"title": "Heat", "id": 1}] Enjoy.')],
    reply: 'Heat is here.',
  },
  'a dictionary': { answers: [says("{'title': 'Heat', 'year': 1995}")], reply: NOT_UNDERSTOOD },
  'an empty list': { answers: [says('[]')], reply: NOT_UNDERSTOOD },
  'a value that is none': { answers: [says('undefined')], reply: NOT_UNDERSTOOD },
  'values that are none': {
    answers: [says('Heat (null) is here, NaN GB, [object Object].')],
    reply: matching(/^Heat is here/),
  },
  'a stack trace': {
    answers: [
      says(
        "TypeError: Cannot read properties of undefined (reading 'x')\n    at find (/app/src/tools/find.ts:12:7)\n    at async run (node:internal/x:1:2)",
      ),
    ],
    reply: NOT_UNDERSTOOD,
  },
  "another language's stack trace": {
    answers: [
      says(
        'Heat is here.\nTraceback (most recent call last):\n  File "a.py", line 3, in <module>\nValueError: no',
      ),
    ],
    reply: 'Heat is here.',
  },
  "a library's error": {
    answers: [says('Error: connect ECONNREFUSED 127.0.0.1:7878')],
    reply: NOT_UNDERSTOOD,
  },
  'a web page': {
    answers: [
      says('<!DOCTYPE html><html><head><title>502</title></head><body>Heat is here.</body></html>'),
    ],
    reply: 'Heat is here.',
  },
  'the system prompt': { answers: [says(SYSTEM_PROMPT)], reply: matching(/\w/) },
  'the facts before a text': {
    answers: [says('[Fri 20 Nov 2026, 12:00 | role: admin]\n\nHeat is here.')],
    reply: 'Heat is here.',
  },

  // Providers that fail.
  'a web page with 200': {
    answers: [{ status: 200, body: '<html>Bad gateway</html>' }],
    reply: `${HERE} ${STAND_IN}`,
  },
  'too many requests': {
    answers: [{ status: 429, body: { error: { message: 'slow down' } } }],
    reply: `${HERE} ${STAND_IN}`,
  },
  'an error of the server': {
    answers: [{ status: 500, body: 'Internal error at x.js:1:2' }],
    reply: `${HERE} ${STAND_IN}`,
  },
  'a connection that is cut': { answers: ['drop'], reply: `${HERE} ${STAND_IN}` },
}
