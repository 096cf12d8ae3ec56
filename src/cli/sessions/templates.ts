import type { NewTemplate, Template } from '../../db/templates.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { hanging } from '../hanging-lines.ts'
import { formatTable } from '../table.ts'
import { oneLine, printableJson, printer, widthOf } from '../terminal.ts'
import { toJson } from '../to-json.ts'
import { tell, withSessions } from './session-store.ts'
import { noTemplateError, shellWord } from './session-words.ts'

const HEAD = ['Name', 'Title', 'Tags', 'Opening']
const LABEL_WIDTH = 10

export function listTemplates(options: CommandOptions, { json }: { json: boolean }): Promise<void> {
  return withSessions(options, async ({ templates, terminal }) => {
    const all = await templates.list()
    const print = printer(terminal)
    if (json) return print(printableJson(all.map(toJson)))
    if (all.length === 0) {
      const none = 'There are no templates yet. `usherr templates save` keeps one.'
      return hanging('', none, widthOf(terminal)).forEach(print)
    }
    const rows = all.map(({ name, title, tags, opening }) => {
      return [name, title ?? '', tags.join(', '), opening ?? '']
    })
    const table = formatTable([HEAD, ...rows], widthOf(terminal), { whole: [0] })
    for (const line of table) print(line)
  })
}

/** Keeps an opening under its name; in place of another of that name only after asking. */
export function saveTemplate(
  options: CommandOptions,
  template: NewTemplate,
  { yes: isAgreed, json }: { yes: boolean; json: boolean },
): Promise<void> {
  return withSessions(options, async ({ templates, terminal }) => {
    const { name } = template
    if (await templates.find(name)) {
      await confirm(terminal, `There is a template '${name}' already. Replace it?`, { isAgreed })
    }
    await templates.save(template)
    const use = `usherr sessions create --template ${shellWord(name)}`
    tell(
      terminal,
      { json },
      { lines: [`Saved the template '${name}'. Use it with: ${use}`], data: template },
    )
  })
}

export function showTemplate(
  options: CommandOptions,
  name: string,
  flags: { json: boolean },
): Promise<void> {
  return withSessions(options, async ({ templates, terminal }) => {
    const template = await templates.find(name)
    if (!template) throw noTemplateError(name)
    const width = widthOf(terminal)
    const lines = factsOf(template).flatMap(([label, says]) =>
      says ? hanging(label.padEnd(LABEL_WIDTH), says, width) : [],
    )
    tell(terminal, flags, { lines: [oneLine(name), ...lines], data: toJson(template) })
  })
}

export function deleteTemplate(
  options: CommandOptions,
  name: string,
  { yes: isAgreed, json }: { yes: boolean; json: boolean },
): Promise<void> {
  return withSessions(options, async ({ templates, terminal }) => {
    const template = await templates.find(name)
    if (!template) throw noTemplateError(name)
    await confirm(terminal, `Delete the template '${name}'?`, { isAgreed })
    await templates.delete(name)
    const lines = [`Deleted the template '${name}'. Sessions made from it stay as they are.`]
    tell(terminal, { json }, { lines, data: toJson(template) })
  })
}

function factsOf({ title, tags, opening }: Template): Array<[string, string | null]> {
  return [
    ['Title', title],
    ['Tags', tags.join(', ')],
    ['Opening', opening],
  ]
}
