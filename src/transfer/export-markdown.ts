import type { Message } from '../db/messages.ts'
import { timeInWords } from '../local-time.ts'
import type { ExportSource } from './export-json.ts'

/** A conversation to read, in pieces: who said what and when, and which tools were called. */
export function* exportMarkdown(source: ExportSource, timeZone: string): Generator<string> {
  // It is to be read, in a terminal too, and is read by nothing that would miss them.
  for (const piece of markdownOf(source, timeZone)) {
    yield piece.replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
  }
}

function* markdownOf(
  { conversation, user, tags, messages }: ExportSource,
  timeZone: string,
): Generator<string> {
  const { id, name, title, status, createdAt, totalTokens } = conversation
  const who = user.name ? `${user.name} (${user.phone})` : user.phone
  const facts = [
    `With ${who}, since ${timeInWords(createdAt, timeZone)}, ${status}.`,
    `Session \`${id}\`, ${totalTokens} tokens.`,
    ...(tags.length > 0 ? [`Tags: ${tags.join(', ')}.`] : []),
  ]
  yield `# ${oneLine(name ?? title ?? id)}\n\n${facts.join('  \n')}\n`

  let round = 0
  for (const page of messages) {
    for (const message of page) {
      if (message.round !== round) {
        yield `\n## Round ${message.round}, ${timeInWords(message.createdAt, timeZone)}\n`
      }
      round = message.round
      yield said(message, user.name ?? user.phone)
    }
  }
}

function said({ role, content, toolCalls, name }: Message, person: string): string {
  if (role === 'tool') return `\n- ${name ?? 'the tool'} answered: ${oneLine(content)}\n`
  const calls = (toolCalls ?? []).map(
    ({ function: call }) => `\n- called \`${call.name}\` with \`${oneLine(call.arguments)}\`\n`,
  )
  const words =
    content === '' ? '' : `\n**${role === 'user' ? person : 'Usherr'}:**\n${quoted(content)}\n`
  return words + calls.join('')
}

function quoted(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\n')
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
