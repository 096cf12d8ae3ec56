import { z } from 'zod'
import type { ToolOutcome } from '../db/column-types.ts'
import { changeInWords } from '../users/settings-in-words.ts'
import { readSetting, type Setting, SETTINGS } from '../users/settings.ts'
import { askQualities } from './ask-qualities.ts'
import { AN_ADMIN_SETS_THAT, meantUser } from './meant-user.ts'
import { isLooser, raiseLimit } from './people/raise-limit.ts'
import { nameTaken } from './people/whom.ts'
import { defineTool } from './tool.ts'

const Args = z.object({
  of: z.string().optional(),
  setting: z.enum(SETTINGS),
  value: z.string(),
})

export const changeSetting = defineTool({
  name: 'change_setting',
  description: 'Change a setting of theirs, or of somebody whom an admin names.',
  modelArgs: Args,
  args: Args,
  isWrite: true,
  isForAnswersOnly: true,

  async run({ of, setting, value }, context) {
    const meant = await meantUser(of, context, (whom) => `set ${whom} ${setting} ${value}`)
    if (meant.type === 'none') return meant.outcome
    if (setting === 'rating' && context.user.role !== 'admin') {
      return { type: 'answer', text: AN_ADMIN_SETS_THAT }
    }
    const qualities = await askQualities({ setting, value }, context)
    if (qualities.failure) return qualities.failure

    const read = readSetting(setting, value, qualities.offered)
    if (read.type === 'unreadable') return { type: 'answer', text: read.text }
    if (read.type === 'several') return askWhichValue({ of, setting }, read.values)

    const { ratingCap } = read.set
    if (ratingCap !== undefined && isLooser(ratingCap, meant.user.ratingCap)) {
      return raiseLimit.run({ phone: meant.user.phone, ratingCap }, context)
    }
    const changed = await context.changeSettings(meant.user.id, read.set)
    if (changed.type === 'not-allowed') return { type: 'answer', text: AN_ADMIN_SETS_THAT }
    if (changed.type === 'name-taken') return nameTaken(changed.user)
    if (changed.type === 'gone') return { type: 'answer', text: 'They are not here any more.' }
    const user = changed.type === 'changed' ? changed.after : changed.user
    const { isOwn } = meant
    const { offered } = qualities
    const text = changeInWords({ user, isOwn, set: read.set, offered, now: context.now() })
    return { type: changed.type === 'changed' ? 'change' : 'answer', text }
  },
})

/** Each number stands for the change to that value. */
function askWhichValue(
  { of, setting }: { of: string | undefined; setting: Setting },
  values: readonly string[],
): ToolOutcome {
  const numbered = values.map((value, at) => `${at + 1} ${value}`).join('\n')
  const choices = values.map((value, at) => [
    String(at + 1),
    { tool: changeSetting.name, args: { ...(of && { of }), setting, value } },
  ])
  return {
    type: 'question',
    text: numbered,
    proposal: {
      kind: 'offer',
      text: `Which one? Reply a number.\n${numbered}`,
      plain: `${values.join('\n')}\nWhich one? Text it whole.`,
      choices: { ...Object.fromEntries(choices), NO: null },
    },
  }
}
