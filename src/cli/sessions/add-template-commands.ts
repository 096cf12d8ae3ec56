import type { Command } from 'commander'
import type { SessionCommandOptions } from './session-store.ts'
import { deleteTemplate, listTemplates, saveTemplate, showTemplate } from './templates.ts'
import { parseName, parseNames } from './typed-words.ts'

interface SaveFlags {
  title?: string
  tag?: string[]
  opening?: string
  yes: boolean
  json: boolean
}

/** `usherr templates …` */
export function addTemplateCommands(program: Command, options: SessionCommandOptions): void {
  const templates = program
    .command('templates')
    .description('keep openings of sessions: a title, tags and first words')
    .helpCommand(false)
  const json = ['--json', 'print it as JSON', false] as const
  const yes = (what: string) => ['-y, --yes', what, false] as const
  templates
    .command('list', { isDefault: true })
    .description('list the templates')
    .option(...json)
    .action((flags: { json: boolean }) => listTemplates(options, flags))
  templates
    .command('save')
    .description('keep a template; asks before it replaces one')
    .argument('<name>', 'what it is called', parseName)
    .option('--title <title>', 'the title of a session made from it', parseName)
    .option('--tag <tag...>', 'the tags of a session made from it', parseNames)
    .option('--opening <text>', 'the text that such a session begins with', parseName)
    .option(...yes('replace one that is there without asking'))
    .option(...json)
    .action((name: string, { title, tag, opening, ...flags }: SaveFlags) =>
      saveTemplate(
        options,
        { name, title: title ?? null, tags: tag ?? [], opening: opening ?? null },
        flags,
      ),
    )
  templates
    .command('show')
    .description('show a template')
    .argument('<name>', 'what it is called', parseName)
    .option(...json)
    .action((name: string, flags: { json: boolean }) => showTemplate(options, name, flags))
  templates
    .command('delete')
    .description('delete a template; asks first')
    .argument('<name>', 'what it is called', parseName)
    .option(...yes('do so without asking'))
    .option(...json)
    .action((name: string, flags: { yes: boolean; json: boolean }) =>
      deleteTemplate(options, name, flags),
    )
}
