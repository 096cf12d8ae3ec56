import { expect, test } from 'vitest'
import { findViolations } from './openapi.ts'

const film = {
  type: 'object',
  properties: {
    id: { type: 'integer', format: 'int32' },
    title: { type: 'string', nullable: true },
  },
  additionalProperties: false,
}
const content = { 'application/json': { schema: { $ref: '#/components/schemas/Film' } } }
const document = {
  paths: {
    '/film': {
      get: {
        parameters: [{ name: 'id', in: 'query', schema: { type: 'integer' } }],
        responses: { 200: { content } },
      },
      post: { requestBody: { content }, responses: { 200: { content } } },
    },
    '/film/{id}': {
      delete: {
        parameters: [{ name: 'id', in: 'path', schema: { type: 'integer' } }],
        responses: { 200: { description: 'OK' } },
      },
    },
  },
  components: { schemas: { Film: film } },
}
const get = { method: 'GET', path: '/film?id=1', body: undefined }
const post = { method: 'POST', path: '/film', body: { title: 'Heat' } }

test('what the document allows is no violation', () => {
  const requests = [
    { ...get, answer: { status: 200, body: { id: 1, title: null } } },
    { ...post, answer: { status: 201, body: { id: 2 } } },
    { ...post, answer: { status: 400, body: ['no'] } },
    {
      method: 'DELETE',
      path: '/film/2',
      body: undefined,
      answer: { status: 200, body: undefined },
    },
  ]

  expect(findViolations(document, requests)).toEqual([])
})

test.for([
  ['an unknown route', { ...get, path: '/films' }],
  ['an unknown method', { ...get, method: 'PUT' }],
  ['an unknown query parameter', { ...get, path: '/film?name=heat' }],
  ['a query parameter of the wrong type', { ...get, path: '/film?id=heat' }],
  ['an unknown field', { ...post, body: { name: 'Heat' } }],
  ['text where a number is due', { ...post, body: { id: '5' } }],
  ['a body where none is documented', { ...get, body: {} }],
  ['a body that is missing', { ...post, body: undefined }],
  ['an answer of another shape', { ...get, answer: { status: 200, body: [] } }],
  ['a missing answer', { ...get, answer: { status: 200, body: undefined } }],
] as const)('%s is a violation', ([, request]) => {
  expect(findViolations(document, [request])).toHaveLength(1)
})
