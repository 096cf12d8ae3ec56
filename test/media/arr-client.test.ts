import type { RequestListener } from 'node:http'
import { inspect } from 'node:util'
import { assert, expect, test } from 'vitest'
import { z } from 'zod'
import { ArrError } from '../../src/errors.ts'
import { createArrClient } from '../../src/media/arr-client.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'

const API_KEY = 'a-secret-key'
const Film = z.object({ title: z.string() })

/** A server on the loopback address, and a client of it. */
async function setUp(answer: RequestListener, { path = '', timeoutMs = 5_000 } = {}) {
  const baseUrl = (await listenOnLoopback(answer)) + path
  return {
    baseUrl,
    arr: createArrClient({ service: 'Radarr', baseUrl, apiKey: API_KEY, timeoutMs }),
  }
}

const answering =
  (status: number, body = ''): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body)
  }

async function failureOf(call: Promise<unknown>): Promise<ArrError> {
  const error = await call.catch((thrown: unknown) => thrown)
  assert(error instanceof ArrError)
  return error
}

test('a request carries the key and the query, and its answer is parsed', async () => {
  const seen: unknown[] = []
  const { arr } = await setUp((request, response) => {
    seen.push([request.method, request.url, request.headers['x-api-key']])
    response.end('{"title":"Heat","more":1}')
  })

  const film = await arr.get('/movie', Film, { tmdbId: 949, term: 'dune: part two' })

  expect(film).toEqual({ title: 'Heat' })
  expect(seen).toEqual([['GET', '/api/v3/movie?tmdbId=949&term=dune%3A+part+two', API_KEY]])
})

test.for(['post', 'put'] as const)('%s sends its body as JSON', async (method) => {
  const seen: unknown[] = []
  const { arr } = await setUp((request, response) => {
    request.setEncoding('utf8').once('data', (body) => {
      seen.push([request.method, request.headers['content-type'], body])
      response.end('{}')
    })
  })

  await arr[method]('/movie', z.object({}), { tmdbId: 949 })

  expect(seen).toEqual([[method.toUpperCase(), 'application/json', '{"tmdbId":949}']])
})

test('an empty answer is undefined', async () => {
  const { arr } = await setUp(answering(200))

  expect(await arr.delete('/movie/1', z.undefined())).toBeUndefined()
})

test.for(['/radarr', '/radarr/', '/media/radarr'])('the base path %s is kept', async (path) => {
  const seen: unknown[] = []
  const { arr } = await setUp(
    (request, response) => {
      seen.push(request.url)
      response.end('[]')
    },
    { path },
  )

  await arr.get('/movie', z.array(Film))

  expect(seen).toEqual([`${path.replace(/\/$/, '')}/api/v3/movie`])
})

test.for([
  ['a server error', 'unreachable', 500, '{"message":"database is locked"}'],
  ['a proxy without its service', 'unreachable', 502, '<html>'],
  ['a wrong key', 'unauthorized', 401, ''],
  ['a forbidden request', 'unauthorized', 403, '<html>'],
  ['an id nobody has', 'missing', 404, '{"message":"NotFound"}'],
  ['a 404 without a word', 'malformed', 404, ''],
  ["a proxy's own 404", 'malformed', 404, '404 page not found'],
  ['a bad request', 'rejected', 400, '{"message":"no"}'],
  ['a refusal without a reason', 'rejected', 405, '<html>'],
  ['a login page', 'malformed', 200, '<html>'],
  ['another shape', 'malformed', 200, '{"title":1}'],
  ['no body where one is due', 'malformed', 200, ''],
  ['a redirect', 'malformed', 302, ''],
] as const)('%s is %s', async ([, failure, status, body]) => {
  const { arr } = await setUp(answering(status, body))

  const error = await failureOf(arr.get('/movie/5', Film))

  expect(error).toMatchObject({
    service: 'Radarr',
    failure,
    isUnclear: failure === 'unreachable' || failure === 'malformed',
    isDuplicate: false,
  })
})

test.for([
  ['a connection that is cut', ((request) => request.socket.destroy()) satisfies RequestListener],
  [
    'an answer that is cut off',
    ((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{"title":', () => request.socket.destroy())
    }) satisfies RequestListener,
  ],
] as const)('%s is unreachable', async ([, answer]) => {
  const { arr } = await setUp(answer)

  expect(await failureOf(arr.get('/movie', Film))).toMatchObject({ failure: 'unreachable' })
})

test('a refused connection is unreachable', async () => {
  const arr = createArrClient({ service: 'Sonarr', baseUrl: 'http://127.0.0.1:1', apiKey: API_KEY })

  const error = await failureOf(arr.get('/series', Film))

  expect(error).toMatchObject({ service: 'Sonarr', failure: 'unreachable' })
})

test.for([
  ['a service that never answers', (() => undefined) satisfies RequestListener],
  [
    'an answer that never ends',
    ((_request, response) => void response.write('{')) satisfies RequestListener,
  ],
] as const)('%s is unreachable after the timeout', async ([, answer]) => {
  const { arr } = await setUp(answer, { timeoutMs: 20 })

  const error = await failureOf(arr.get('/movie', Film))

  expect(error).toMatchObject({ failure: 'unreachable', cause: { name: 'TimeoutError' } })
})

test('a redirect is not followed, so that the key stays with its service', async () => {
  const seen: unknown[] = []
  const elsewhere = await setUp((request, response) => {
    seen.push(request.headers['x-api-key'])
    response.end('{"title":"Heat"}')
  })
  const { arr } = await setUp((_request, response) => {
    response.writeHead(307, { Location: elsewhere.baseUrl }).end()
  })

  const error = await failureOf(arr.delete('/movie/1', z.unknown()))

  expect(error).toMatchObject({ failure: 'malformed' })
  expect(seen).toEqual([])
})

test.for([
  ['a failed validation', 400, '[{"errorMessage":"This series has already been added"}]', true],
  ['a conflict in the database', 409, '{"message":"UNIQUE constraint failed"}', true],
  ['another failed validation', 400, '[{"errorMessage":"Root folder does not exist"}]', false],
] as const)('%s says whether the title is there already', async ([, status, body, isDuplicate]) => {
  const { arr } = await setUp(answering(status, body))

  const error = await failureOf(arr.post('/movie', Film, {}))

  expect(error).toMatchObject({ failure: 'rejected', isDuplicate })
})

test("a refusal carries the service's own words", async () => {
  const { arr } = await setUp(
    answering(400, '[{"errorMessage":"No such profile"},{"errorMessage":"No such folder"}]'),
  )

  const error = await failureOf(arr.post('/movie', Film, {}))

  expect(error.message).toBe('Radarr said no: No such profile; No such folder (POST /movie)')
})

test.for([
  ['a wrong key', answering(401)],
  ['a login page', answering(200, '<html>')],
  ['a cut connection', ((request) => request.socket.destroy()) satisfies RequestListener],
] as const)('the error for %s shows neither the key nor the search term', async ([, answer]) => {
  const { arr } = await setUp(answer)

  const error = await failureOf(arr.get('/movie/lookup', Film, { term: 'something private' }))

  const shown = inspect(error, { depth: Infinity })
  expect(shown).toContain('GET /movie/lookup')
  expect(shown).not.toContain(API_KEY)
  expect(shown).not.toContain('private')
})

/** A service of which some paths never answer, asked with little patience. */
async function setUpHanging(hangs: (url: string) => boolean) {
  const seen: string[] = []
  const { arr } = await setUp(
    ({ url = '' }, response) => {
      seen.push(url.replace('/api/v3', ''))
      if (!hangs(url)) response.end('[]')
    },
    { timeoutMs: 20 },
  )
  const ask = async (path: `/${string}`) =>
    (await failureOf(arr.get(path, z.array(z.unknown())))).message
  return { seen, ask, arr }
}

test('a service that keeps everyone waiting is left alone, and that reads as unreachable', async () => {
  const { seen, ask, arr } = await setUpHanging(() => true)
  for (let failure = 0; failure < 5; failure++) await ask('/queue')

  const failure = await failureOf(arr.delete('/movie/1', z.unknown()))

  expect(failure).toMatchObject({ failure: 'unreachable', isUnclear: true })
  expect(failure.message).toBe('Radarr is left alone for a while (DELETE /movie/1)')
  expect(await ask('/movie/lookup')).toContain('is left alone')
  expect(seen).toHaveLength(5)
})

test.for(['/movie/lookup', '/release'] as const)(
  'a service whose %s takes too long is asked everything else',
  async (path) => {
    const { ask, arr } = await setUpHanging((url) => url.endsWith(path))
    for (let failure = 0; failure < 6; failure++) {
      expect(await ask(path)).toContain('was not reached in time')
    }

    const patience = { limitMs: 5_000 }
    expect(await arr.get('/queue', z.array(z.unknown()), {}, patience)).toEqual([])
  },
)

test.for([500, 503, 429])('a service that answers %i has answered', async (status) => {
  let asked = 0
  const { arr } = await setUp((_request, response) => {
    asked += 1
    response.writeHead(status).end()
  })

  for (let time = 0; time < 7; time++) await failureOf(arr.get('/queue', z.array(z.unknown())))

  expect(asked).toBe(7)
})
