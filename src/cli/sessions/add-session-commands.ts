import type { Command } from 'commander'
import type { CommandOptions } from '../command-options.ts'
import { JSON_FLAG, yesFlag } from '../flags.ts'
import { SESSION, statusOption, USER_FLAG } from './arguments.ts'
import { branchSession, type BranchFlags } from './branch.ts'
import { createSession, type CreateFlags } from './create.ts'
import { listSessions, type ListFlags } from './list.ts'
import { clearSession, deleteSession, type RemovalFlags } from './remove.ts'
import { renameSession } from './rename.ts'
import { showSession, type ShowFlags } from './show.ts'
import { archiveSession, pauseSession, resumeSession } from './statuses.ts'
import { tagSession } from './tag.ts'
import { parseCount, parseId, parseName, parseNewId, parseNames } from './typed-words.ts'

const ROWS = 50

/** `usherr sessions …`; returns the group, to which other commands can be added. */
export function addSessionCommands(program: Command, options: CommandOptions): Command {
  const sessions = program
    .command('sessions')
    .description('list, show and manage conversations; `sessions --help` lists how')
    .helpCommand(false)
  addReadingCommands(sessions, options)
  addMakingCommands(sessions, options)
  addStatusCommands(sessions, options)
  addNamingCommands(sessions, options)
  addRemovalCommands(sessions, options)
  return sessions
}

function addReadingCommands(sessions: Command, options: CommandOptions): void {
  sessions
    .command('list')
    .alias('ls')
    .option(...JSON_FLAG)
    .description('list sessions, what was carried on last first')
    .addOption(statusOption())
    .option(...USER_FLAG)
    .option('--tag <tag>', 'with this tag only', parseName)
    .option('--limit <rows>', 'how many on a page', parseCount, ROWS)
    .option('--page <page>', 'which page', parseCount, 1)
    .action((flags: ListFlags) => listSessions(options, flags))
  sessions
    .command('show')
    .option(...JSON_FLAG)
    .description('show a session with all that was said in it')
    .argument(...SESSION)
    .option('--rounds', 'by round, without the calls of tools', false)
    .option('--limit <rows>', 'how many on a page; all when left out', parseCount)
    .option('--page <page>', 'which page', parseCount)
    .action((named: string, { page, ...flags }: Omit<ShowFlags, 'page'> & { page?: number }) => {
      const paged = page === undefined ? { page: 1 } : { limit: ROWS, page }
      return showSession(options, named, { ...paged, ...flags })
    })
}

function addMakingCommands(sessions: Command, options: CommandOptions): void {
  sessions
    .command('create')
    .option(...JSON_FLAG)
    .description("make a session that its user's next text goes on in")
    .argument('[id]', 'the id it keeps', parseNewId)
    .option('--as <user>', 'whose it is, by phone or name; the first admin when left out')
    .option('--name <name>', 'what it is called', parseName)
    .option('--template <name>', 'with the title and tags of this template', parseName)
    .action((id: string | undefined, flags: CreateFlags) =>
      createSession(options, { ...flags, ...(id !== undefined && { id }) }),
    )
  sessions
    .command('branch')
    .option(...JSON_FLAG)
    .description('make a session that begins as another one did')
    .argument(...SESSION)
    .option('--round <round>', 'the last round they share; the last one when left out', parseCount)
    .option('--id <id>', 'the id it keeps', parseId)
    .option('--name <name>', 'what it is called', parseName)
    .action((named: string, flags: BranchFlags) => branchSession(options, named, flags))
}

function addStatusCommands(sessions: Command, options: CommandOptions): void {
  const changes = [
    ['pause', 'keep its texts and answer them with one sentence', pauseSession],
    ['resume', 'go on in it, also after it was archived', resumeSession],
    ['archive', 'end it; it is still listed, shown and exported', archiveSession],
  ] as const
  for (const [name, description, change] of changes) {
    sessions
      .command(name)
      .option(...JSON_FLAG)
      .description(description)
      .argument(...SESSION)
      .action((named: string, flags: { json: boolean }) => change(options, named, flags))
  }
}

function addNamingCommands(sessions: Command, options: CommandOptions): void {
  const renaming = sessions.command('rename').option(...JSON_FLAG)
  renaming
    .description('give a session a name, or a title that stands where it has none')
    .argument(...SESSION)
    .argument('[name]', 'what it is called from then on', parseName)
    .option('--title <title>', 'the title in place of its first text', parseName)
    .action((named: string, name: string | undefined, flags: { title?: string; json: boolean }) => {
      if (name === undefined && flags.title === undefined) {
        renaming.error('Say what it is to be called: a name, or --title and a title.')
      }
      return renameSession(options, named, { ...flags, ...(name !== undefined && { name }) })
    })
  const tagging = sessions.command('tag').option(...JSON_FLAG)
  tagging
    .description('give a session tags, or take some off with --remove')
    .argument(...SESSION)
    .argument('[tag...]', 'the tags it is given', parseNames)
    .option('--remove <tag...>', 'tags that are taken off it', parseNames)
    .action((named: string, add: string[], flags: { remove?: string[]; json: boolean }) => {
      const { remove = [], json } = flags
      if (add.length + remove.length === 0) tagging.error('Name a tag, or --remove and one.')
      return tagSession(options, named, { add, remove, json })
    })
}

function addRemovalCommands(sessions: Command, options: CommandOptions): void {
  const removals = [
    ['clear', [], 'delete all that was said in a session; asks first', clearSession],
    ['delete', ['rm'], 'delete a session with all that was said in it; asks first', deleteSession],
  ] as const
  for (const [name, aliases, description, remove] of removals) {
    sessions
      .command(name)
      .aliases(aliases)
      .option(...JSON_FLAG)
      .description(description)
      .argument(...SESSION)
      .option(...yesFlag())
      .action((named: string, flags: RemovalFlags) => remove(options, named, flags))
  }
}
