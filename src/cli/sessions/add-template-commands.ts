import type { Command } from 'commander'
import type { CommandOptions } from '../command-options.ts'
import { JSON_FLAG, yesFlag } from '../flags.ts'
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
export function addTemplateCommands(program: Command, options: CommandOptions): void {
  const templates = program
    .command('templates')
    .description('keep openings of sessions: a title, tags and first words')
    .helpCommand(false)
  templates
    .command('list')
    .alias('ls')
    .description('list the templates')
    .option(...JSON_FLAG)
    .action((flags: { json: boolean }) => listTemplates(options, flags))
  templates
    .command('save')
    .description('keep a template; asks before it replaces one')
    .argument('<name>', 'what it is called', parseName)
    .option('--title <title>', 'the title of a session made from it', parseName)
    .option('--tag <tag...>', 'the tags of a session made from it', parseNames)
    .option('--opening <text>', 'the text that such a session begins with', parseName)
    .option(...yesFlag('replace one that is there without asking'))
    .option(...JSON_FLAG)
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
    .option(...JSON_FLAG)
    .action((name: string, flags: { json: boolean }) => showTemplate(options, name, flags))
  templates
    .command('delete')
    .alias('rm')
    .description('delete a template; asks first')
    .argument('<name>', 'what it is called', parseName)
    .option(...yesFlag())
    .option(...JSON_FLAG)
    .action((name: string, flags: { yes: boolean; json: boolean }) =>
      deleteTemplate(options, name, flags),
    )
}
