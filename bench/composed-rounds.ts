export interface ComposedMessage {
  role: 'user' | 'assistant' | 'tool'
  content: string
  toolCalls: string | null
  toolCallId: string | null
  name: string | null
  model: string | null
  promptTokens: number | null
  completionTokens: number | null
  totalTokens: number | null
  metadata: string | null
}

const TITLES = [
  'The Matrix (1999)',
  'Heat (1995)',
  'Dune: Part Two (2024)',
  'Amélie (2001)',
  'Spirited Away (2001)',
  'Severance (2022)',
  'The Wire (2002)',
  'Blade Runner 2049 (2017)',
]
const REQUESTS = [
  'is TITLE in?',
  'anything like TITLE for tonight, but not longer than two hours',
  'how far is TITLE?',
  'who was in TITLE again',
]
const ANSWERS = [
  'TITLE is here, ready to watch.',
  'TITLE is on its way: 62%, about 40 minutes left.',
  "TITLE isn't here. Want me to add it? Reply YES.",
]

const NOTHING = {
  toolCalls: null,
  toolCallId: null,
  name: null,
  model: null,
  promptTokens: null,
  completionTokens: null,
  totalTokens: null,
  metadata: null,
}
const PAID = { model: 'simulated', promptTokens: 1900, completionTokens: 24, totalTokens: 1924 }

/** Two messages, a text and its answer, or four: with a tool call and its result between them. */
export function composeRound(size: 2 | 4, seed: number): ComposedMessage[] {
  const title = pick(TITLES, seed)
  const request = pick(REQUESTS, seed >> 1).replace('TITLE', title)
  const answer = pick(ANSWERS, seed >> 2).replace('TITLE', title)
  const user: ComposedMessage = { ...NOTHING, role: 'user', content: request }
  if (size === 2) return [user, { ...NOTHING, ...PAID, role: 'assistant', content: answer }]

  const id = `call_${seed}`
  const made = { name: 'find', arguments: JSON.stringify({ title }) }
  const outcome = { type: 'answer', text: answer }
  return [
    user,
    {
      ...NOTHING,
      ...PAID,
      role: 'assistant',
      content: '',
      toolCalls: JSON.stringify([{ id, type: 'function', function: made }]),
    },
    {
      ...NOTHING,
      role: 'tool',
      content: answer,
      toolCallId: id,
      name: 'find',
      metadata: JSON.stringify({ outcome }),
    },
    { ...NOTHING, role: 'assistant', content: answer, model: 'usherr' },
  ]
}

function pick(all: readonly string[], seed: number): string {
  return all[seed % all.length] ?? ''
}
