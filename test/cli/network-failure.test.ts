import { expect, test } from 'vitest'
import { networkFailure } from '../../src/cli/network-failure.ts'

const coded = (code: string) => Object.assign(new Error(code), { code })

test.for([
  ['ENOTFOUND', 'no machine of that name is known'],
  ['EAI_AGAIN', 'no machine of that name is known'],
  ['ECONNREFUSED', 'nothing listens there (connection refused)'],
  ['EHOSTUNREACH', 'that machine cannot be reached from here'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no answer in time'],
  ['ERR_CANCELED', 'no answer in time'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'no secure connection could be made (TLS)'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'no secure connection could be made (TLS)'],
  ['CERT_HAS_EXPIRED', 'no secure connection could be made (TLS)'],
  ['ECONNRESET', 'the connection was cut'],
  ['HPE_INVALID_CONSTANT', 'the connection was cut'],
  ['EADDRNOTAVAIL', 'the connection failed (EADDRNOTAVAIL)'],
] as const)('%s means: %s', ([code, says]) => {
  expect(networkFailure(coded(code))?.says).toBe(says)
  expect(networkFailure(new TypeError('fetch failed', { cause: coded(code) }))?.says).toBe(says)
  // One error for each address of a name.
  expect(networkFailure(new AggregateError([coded(code)]))?.says).toBe(says)
})

test('what was answered is no failure of the network', () => {
  expect(networkFailure(new Error('answered with status 500'))).toBeUndefined()
  expect(networkFailure(coded('ERR_INVALID_ARG_TYPE'))).toBeUndefined()
  expect(networkFailure(undefined)).toBeUndefined()
})
