import type { Command } from 'commander'
import type { CommandOptions } from '../command-options.ts'
import { JSON_FLAG, yesFlag } from '../flags.ts'
import { usersStrangers } from '../users-strangers.ts'
import { addSettingCommands } from './add-setting-commands.ts'
import type { SettingOptions } from './change-setting.ts'
import {
  blockUser,
  type ChangeFlags,
  demoteUser,
  promoteUser,
  removeUser,
  renameUser,
} from './changes.ts'
import { importUsers, type ImportFlags } from './import.ts'
import { approveUser, inviteUser } from './let-in.ts'
import { listUsers } from './list.ts'

type Json = Pick<ChangeFlags, 'json'>

const USER = ['<user>', 'by phone or name'] as const

/** `usherr users …`: who may text, and as what. */
export function addUserCommands(program: Command, options: SettingOptions): void {
  const users = program
    .command('users')
    .description('list who may text, let in, out: `users strangers`, `users --help`')
    .helpCommand(false)
  users
    .command('list')
    .alias('ls')
    .description('list everyone with role, status and texts')
    .option(...JSON_FLAG)
    .action((flags: Json) => listUsers(options, flags))
  users
    .command('strangers')
    .description('list who has texted and is no user')
    .option(...JSON_FLAG)
    .action((flags: Json) => usersStrangers(options.env, options.terminal, flags))
  addEntryCommands(users, options)
  addChangeCommands(users, options)
  addSettingCommands(users, options)
}

function addEntryCommands(users: Command, options: CommandOptions): void {
  users
    .command('invite')
    .description('let somebody in as a member; they are texted how this works')
    .argument('<name-and-phone...>', 'in any order, such as Alex +14155550123')
    .option(...JSON_FLAG)
    .action((words: string[], flags: Json) => inviteUser(options, words, flags))
  for (const [name, description] of [
    ['approve', 'let in who waits or was removed; they are texted how this works'],
    ['unblock', 'let a blocked user in again'],
  ] as const) {
    users
      .command(name)
      .description(description)
      .argument(...USER)
      .option(...JSON_FLAG)
      .action((named: string, flags: Json) => approveUser(options, named, flags))
  }
  users
    .command('import')
    .description('let in the people of a CSV file with the columns phone, name and role')
    .argument('<file>', '- for standard input')
    .option('--greet', 'text them how this works', false)
    .option(...yesFlag('make admins without asking'))
    .option(...JSON_FLAG)
    .action((file: string, flags: ImportFlags) => importUsers(options, file, flags))
}

function addChangeCommands(users: Command, options: CommandOptions): void {
  const changes = [
    ['block', 'answer them no more', blockUser],
    ['promote', 'make them an admin', promoteUser],
    ['demote', 'make an admin a member', demoteUser],
  ] as const
  for (const [name, description, change] of changes) {
    users
      .command(name)
      .description(description)
      .argument(...USER)
      .option(...JSON_FLAG)
      .action((named: string, flags: Json) => change(options, named, flags))
  }
  users
    .command('rename')
    .description('give them a name')
    .argument(...USER)
    .argument('<name>', 'what they are called from then on')
    .option(...JSON_FLAG)
    .action((named: string, name: string, flags: Json) => renameUser(options, named, name, flags))
  users
    .command('remove')
    .alias('rm')
    .description('make them a stranger; asks first')
    .argument(...USER)
    .option(...yesFlag())
    .option(...JSON_FLAG)
    .action((named: string, flags: ChangeFlags) => removeUser(options, named, flags))
}
