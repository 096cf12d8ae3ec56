import type { ToolOutcome } from '../db/column-types.ts'
import { namesInWords } from './request-words.ts'
import type { Standing } from './standings.ts'
import { tellTitle } from './tell-title.ts'
import { externalIdOf, listOf, serviceOf, type Title } from './title.ts'
import type { ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

/**
 * Where a film or a show stands, in a sentence or two; of what they have asked the admins for, that
 * it waits, in place of an offer.
 */
export async function tellOrAsked(
  standing: Standing,
  context: Pick<ToolContext, 'admins' | 'now' | 'timeZone'>,
): Promise<ToolOutcome> {
  const { title } = standing
  const outcome = tellTitle(standing, context)
  if (outcome.type !== 'question') return outcome
  const name = titleAndYear(title)
  const asked = (await context.admins.waiting()).find((request) => isToAdd(request, title))
  if (!asked) return outcome
  const names = await context.admins.names()
  const what = asked.subject === name ? 'it' : asked.subject
  const whole = `${name} isn't here.`
  const stands = outcome.text === whole ? `${name} isn't here yet.` : outcome.text
  const text = `${stands} You've asked for ${what}, and ${haveNotAnswered(names)}.`
  return { type: 'answer', text, list: listOf([title], 'find') }
}

type Waiting = Awaited<ReturnType<ToolContext['admins']['waiting']>>[number]

function isToAdd({ kind, service, externalId }: Waiting, title: Title): boolean {
  return kind === 'add' && service === serviceOf(title.kind) && externalId === externalIdOf(title)
}

function haveNotAnswered(names: ReadonlyArray<string | null>): string {
  if (names.length === 0) return 'nobody has answered yet'
  return `${namesInWords(names)} ${names.length === 1 ? "hasn't" : "haven't"} answered`
}
