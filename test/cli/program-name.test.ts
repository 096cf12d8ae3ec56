import { expect, test } from 'vitest'
import { programNameOf } from '../../src/cli/program-name.ts'

test.for([
  ['/usr/local/bin/usherr', {}, 'usherr'],
  ['/root/.npm/_npx/2047/node_modules/.bin/usherr', { npm_command: 'exec' }, 'npx usherr'],
  ['/home/sam/usherr/dist/cli.js', {}, 'npx usherr'],
  [undefined, {}, 'npx usherr'],
] as const)('what runs as %s in %j is typed %s', ([scriptPath, env, programName]) => {
  expect(programNameOf(scriptPath, env)).toBe(programName)
})
