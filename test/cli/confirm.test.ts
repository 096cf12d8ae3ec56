import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'
import { CommandError, InterruptedError } from '../../src/errors.ts'

/** Somebody at a terminal who has been asked; what they type next is written to `stdin`. */
function ask({ isTTY = true, isAgreed = false } = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const stdout = Object.assign(new PassThrough(), { isTTY })
  const stderr = Object.assign(new PassThrough(), { isTTY, columns: 80 })
  const asked = confirm({ stdin, stdout, stderr }, 'Delete it?', { isAgreed })
  const shown = () => ({ stdout: stdout.read(), stderr: String(stderr.read() ?? '') })
  return { stdin, stderr, asked, shown }
}

test.for(['y', 'Y', 'yes', ' YES '])('%j is a yes', async (answer) => {
  const { stdin, asked } = ask()

  stdin.write(`${answer}\n`)

  await expect(asked).resolves.toBeUndefined()
})

test.for(['', 'n', 'no', 'yeah', 'はい'])('%j is a no', async (answer) => {
  const { stdin, asked } = ask()

  stdin.write(`${answer}\n`)

  await expect(asked).rejects.toThrow(new CommandError('Nothing was changed.'))
})

test('a key that is not followed by Enter decides nothing', async () => {
  const { stdin, stderr, asked } = ask()
  await once(stderr, 'readable')

  stdin.write('y')
  stdin.end()

  await expect(asked).rejects.toThrow(new CommandError('\nNothing was changed.'))
})

test('the end of input is a no', async () => {
  const { stdin, asked } = ask()

  stdin.end()

  await expect(asked).rejects.toThrow(new CommandError('\nNothing was changed.'))
})

test('Ctrl-C is told apart from a no', async () => {
  const { stdin, asked } = ask()

  stdin.write('\u0003')

  await expect(asked).rejects.toThrow(new InterruptedError('\nNothing was changed.'))
})

test('the question stands on standard error, without a color', async () => {
  const { stdin, asked, shown } = ask()

  stdin.write('y\n')
  await asked

  const { stdout, stderr } = shown()
  expect(stdout).toBeNull()
  expect(stderr).toContain('Delete it? [y/N] ')
  expect(stderr.split('\u001B[').filter((code) => /^[\d;]*m/.test(code))).toEqual([])
})

test('where nobody is there, it says what --yes would agree to', async () => {
  const { asked, shown } = ask({ isTTY: false })

  await expect(asked).rejects.toThrow(
    new CommandError('Delete it?\nNothing was changed. Add --yes to go on.'),
  )
  expect(shown()).toEqual({ stdout: null, stderr: '' })
})

test('what was agreed to is not asked', async () => {
  const { asked, shown } = ask({ isAgreed: true })

  await asked

  expect(shown()).toEqual({ stdout: null, stderr: '' })
})
