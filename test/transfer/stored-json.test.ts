import { expectTypeOf, test } from 'vitest'
import type { ContextState, MessageMetadata } from '../../src/db/column-types.ts'
import type { METADATA_FIELDS, CONTEXT_FIELDS } from '../../src/transfer/stored-json.ts'

test('an import knows every field that is stored', () => {
  expectTypeOf<keyof MessageMetadata>().toEqualTypeOf<keyof typeof METADATA_FIELDS>()
  expectTypeOf<keyof ContextState>().toEqualTypeOf<keyof typeof CONTEXT_FIELDS>()
})
