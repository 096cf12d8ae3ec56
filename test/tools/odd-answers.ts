import type { Fault } from '../../src/demo/fault.ts'

const PAGE = '<!doctype html><html><head><title>nginx</title></head><body><h1>Hi</h1></body></html>'

const STACK = `System.NullReferenceException: Object reference not set to an instance of an object.
   at NzbDrone.Core.Movies.MovieService.GetMovie(Int32 movieId) in ./Movies/MovieService.cs:line 102
   at lambda_method42(Closure, Object, Object[])`

const json = (body: unknown, status = 200): Fault => ({ status, body: JSON.stringify(body) })

/** What a service, or whatever else stands at its address, may answer in place of what is due. */
export const ODD_ANSWERS: Record<string, Fault> = {
  'a dropped connection': 'drop',
  'an answer lost after acting': 'act-then-drop',
  'nothing, for too long': 'hang',
  'an answer in drips without end': 'drip',
  'an answer that is cut': 'truncate',
  'half of its answer': 'garble',

  'an empty body': { status: 200, body: '' },
  'a 204': { status: 204 },
  null: json(null),
  'a string of JSON': json('OK'),
  'an empty list': json([]),
  'an empty object': json({}),
  'a list of nulls': json([null, null]),
  'an object of another kind': json({ appName: 'Prowlarr', version: '1.2.3' }),
  'JSON that is cut short': { status: 200, body: '[{"tmdbId":949,"tvdbId":949,"title":"He' },
  'JSON as deep as a well': { status: 200, body: '['.repeat(100_000) },
  'an endless name': json([{ tmdbId: 1, tvdbId: 1, title: 'x'.repeat(5_000_000) }]),
  'plain text': { status: 200, body: 'Radarr is starting up. undefined NaN' },

  'a page with a 200': { status: 200, body: PAGE },
  'a page with a 404': { status: 404, body: PAGE },
  'a page with a 502': { status: 502, body: PAGE },
  'a redirect': { status: 302 },

  'a 400 with failed validations': json(
    [
      { propertyName: 'RootFolderPath', errorMessage: "Path '/movies' does not exist {0}" },
      { propertyName: 'Id', errorMessage: STACK, errorCode: 'NotNullValidator' },
    ],
    400,
  ),
  'a 400 with an object': json({ message: STACK, description: STACK, content: null }, 400),
  'a 400 with a string': json(STACK, 400),
  'a 401': { status: 401 },
  'a 404': { status: 404 },
  'a 404 in JSON': json({ message: 'NotFound', description: STACK }, 404),
  'a 409': json({ message: 'SQLite Error 19: UNIQUE constraint failed', description: STACK }, 409),
  'a 418': json({ tea: true }, 418),
  'a 429': { status: 429, body: 'Too Many Requests' },
  'a 500 with a stack': json({ message: 'Object reference not set', description: STACK }, 500),
  'a 503': { status: 503, body: PAGE },
}
