import type { Command } from 'commander'
import type { CommandOptions } from '../command-options.ts'
import { parseGiven, parseName } from '../sessions/typed-words.ts'
import { chat, type ChatFlags } from './chat.ts'

/** `usherr chat` */
export function addChatCommand(
  program: Command,
  options: CommandOptions,
  report: (isAllRight: boolean) => void,
): void {
  program
    .command('chat')
    .description('text from this terminal, one text or each line that is typed or piped in')
    .argument('[text...]')
    .option('-s, --session <id>', 'the session to speak in; made where there is none', parseGiven)
    .option(
      '--session-name <name>',
      'the session of this name, or what one that is made is called',
      parseName,
    )
    .option(
      '--template <name>',
      'make the session from this template, and say its opening first',
      parseName,
    )
    .option(
      '--model <name>',
      'another model of the same provider, for these texts alone',
      parseGiven,
    )
    .option(
      '--as <user>',
      'the phone or name to speak as; the first admin when left out',
      parseGiven,
    )
    .action(async (words: string[], flags: ChatFlags) =>
      report(await chat(words.length > 0 ? words.join(' ') : undefined, options, flags)),
    )
}
