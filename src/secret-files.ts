import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import type { Given, Problem } from './setting-rules.ts'
import { fileSettingOf, SECRETS } from './settings.ts'

const CodeSchema = z.object({ code: z.string() })

// Far more than any key or token, and far less than what somebody mounts by mistake.
const LIMIT_BYTES = 8 * 1024

const PUT_IT_ALONE = 'put the key or token alone in it'
const NAME_A_FILE = 'put the key or token alone in a file and name that'

/**
 * Takes each secret that stands in a file from there. A problem repeats neither what stands in the
 * file nor its path, because the path may be the secret itself, set under the wrong name.
 */
export function withSecretFiles(given: Given): { given: Given; problems: Problem[] } {
  const values: Given = { ...given }
  const problems: Problem[] = []
  for (const name of SECRETS) {
    const setting = fileSettingOf(name)
    const path = given[setting]
    if (path === undefined) continue
    if (given[name] !== undefined) {
      problems.push([setting, `must be left out when ${name} is set, or the other way round`])
      continue
    }
    const read = readSecret(path)
    if ('problem' in read) problems.push([setting, read.problem])
    else values[name] = read.secret
  }
  return { given: values, problems }
}

type Reading = { secret: string } | { problem: string }

function readSecret(path: string): Reading {
  try {
    const about = statSync(path)
    if (!about.isFile())
      return { problem: `names no file but something else, such as a folder: ${NAME_A_FILE}` }
    if (about.size > LIMIT_BYTES) {
      return { problem: `names a file too large to be a key or token: ${PUT_IT_ALONE}` }
    }
    return toSecret(readFileSync(path, 'utf8').trim())
  } catch (error) {
    return { problem: whyUnread(CodeSchema.safeParse(error).data?.code) }
  }
}

function toSecret(written: string): Reading {
  if (written === '') return { problem: 'names an empty file: write the key or token into it' }
  // It goes into headers, which take nothing else.
  const isOneLine = /^[ -~]+$/.test(written)
  return isOneLine
    ? { secret: written }
    : { problem: `names a file that is not one line of text: ${PUT_IT_ALONE}` }
}

function whyUnread(code: string | undefined): string {
  if (code === 'EACCES' || code === 'EPERM') {
    return 'names a file that this user may not read: change its owner or its rights'
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'names a file that is not there: check the path, and that it is mounted'
  }
  return 'names a file that cannot be read: check the path, and what it is mounted from'
}
