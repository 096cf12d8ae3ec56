import type { Command } from 'commander'
import { backup } from './backup.ts'
import { JSON_FLAG, yesFlag } from './flags.ts'
import { migrateDown } from './migrate-down.ts'
import { type MigrateOptions, migrateUp, showMigrations } from './migrate.ts'
import { restore, restoreFromSync } from './restore.ts'
import { syncNow } from './sync.ts'

export interface DatabaseCommandOptions extends MigrateOptions {
  timeoutMs: number
}

/** `backup`, `restore`, `sync` and `migrate`: what is done to the database as a whole. */
export function addDatabaseCommands(program: Command, options: DatabaseCommandOptions): void {
  addCopyCommands(program, options)
  addMigrateCommands(program, options)
}

function addCopyCommands(program: Command, options: DatabaseCommandOptions): void {
  const { env, terminal, programName, now, timeoutMs } = options
  program
    .command('backup')
    .description('copy the database to a new file, beside a running service')
    .argument('<file>')
    .option(...JSON_FLAG)
    .action((file: string, flags: { json: boolean }) => backup(file, options, flags))
  program
    .command('restore')
    .description('put a backup in place of the database; the service has to be stopped')
    .argument('[file]')
    .option('--from-sync', 'build it from the copy on SYNC_URL in place of a file', false)
    .option(...yesFlag('replace the database that is there without asking'))
    .option(...JSON_FLAG)
    .action(
      (
        file: string | undefined,
        { yes: mayReplace, json, ...flags }: { yes: boolean; json: boolean; fromSync: boolean },
        command: Command,
      ) => {
        const wanted = { env, terminal, programName, now, mayReplace, json }
        if (flags.fromSync && file === undefined) return restoreFromSync(wanted)
        if (!flags.fromSync && file !== undefined) return restore(file, wanted)
        return command.error('error: name a file, or --from-sync alone')
      },
    )
  program
    .command('sync')
    .description('bring the copy on SYNC_URL up to date, beside a running service')
    .option('--replace', 'replace the copy of another database', false)
    .option(...yesFlag())
    .option(...JSON_FLAG)
    .action(({ replace, yes: isAgreed, json }: { replace: boolean; yes: boolean; json: boolean }) =>
      syncNow({ env, terminal, now, timeoutMs, replace, isAgreed, json }),
    )
}

function addMigrateCommands(program: Command, options: MigrateOptions): void {
  const migrate = program
    .command('migrate')
    .description('bring the database up to date, or back; `migrate status`, `up`, `down`')
    .helpCommand(false)
  migrate
    .command('status')
    .description('list the migrations, when each was applied, and which are pending')
    .option(...JSON_FLAG)
    .action((flags: { json: boolean }) => showMigrations(options, flags))
  migrate
    .command('up')
    .description('apply what is pending, after a backup; the service has to be stopped')
    .option(...JSON_FLAG)
    .action((flags: { json: boolean }) => migrateUp(options, flags))
  migrate
    .command('down')
    .description(
      'put back the backup from before the last migration; the service has to be stopped',
    )
    .option(...yesFlag('replace the database without asking'))
    .option(...JSON_FLAG)
    .action((flags: { yes: boolean; json: boolean }) => migrateDown(options, flags))
}
