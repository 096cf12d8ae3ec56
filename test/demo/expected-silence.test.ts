import { expect, test } from 'vitest'
import { createExpectedSilence } from '../../src/demo/expected-silence.ts'

const sam = '+14155550101'
const kim = '+14155550102'

test('a text is due a reply', () => {
  const expectedSilence = createExpectedSilence()

  expect(expectedSilence(sam, 'yes')).toBeUndefined()
  expect(expectedSilence(sam, '?')).toBeUndefined()
})

test('from STOP to START a phone gets no reply, and another one does', () => {
  const expectedSilence = createExpectedSilence()

  expect(expectedSilence(sam, 'stop')).toMatch(/texts have ended/)
  expect(expectedSilence(sam, 'is heat in?')).toMatch(/texts have ended/)
  expect(expectedSilence(sam, 'help')).toMatch(/texts have ended/)
  expect(expectedSilence(kim, 'is heat in?')).toBeUndefined()
  expect(expectedSilence(sam, 'START')).toMatch(/texts have begun again/)
  expect(expectedSilence(sam, 'is heat in?')).toBeUndefined()
})

test('HELP is answered by the network', () => {
  expect(createExpectedSilence()(sam, 'HELP')).toMatch(/the network answers/)
})
