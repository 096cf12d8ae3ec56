import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { Ajv, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import { z } from 'zod'
import type { SimulatedRequest } from '../../src/demo/simulated-arr.ts'

const FOLDER =
  env['USHERR_OPENAPI_DIR'] ?? fileURLToPath(new URL('../../../shared/openapi', import.meta.url))

/** For the title of a test that needs `readOpenApi`, so that a skipped one says why. */
export const OPENAPI_IS_ABSENT = existsSync(FOLDER)
  ? ''
  : ' (skipped: no official documents; USHERR_OPENAPI_DIR names their folder)'

/** The official document of a service. */
export function readOpenApi(service: 'radarr' | 'sonarr'): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${service}.json`), 'utf8'), dropIdleNullable)
}

// Ajv refuses `{ nullable: true }` without a type, the documents' way to say "anything".
function dropIdleNullable(_key: string, value: unknown): unknown {
  const isIdle = z.strictObject({ nullable: z.literal(true) }).safeParse(value).success
  return isIdle ? {} : value
}

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

const Operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.object({ 200: z.object({ content: z.unknown().optional() }) }),
})

/**
 * What in `requests` and in their good answers the document does not allow, one line each.
 *
 * The documents list 200 where the real services answer 201 or 202, so every 2xx is held against
 * their 200; and they do not know the arguments of a command.
 */
export function findViolations(document: unknown, requests: readonly SimulatedRequest[]): string[] {
  const checkBody = createCheck(document)
  // A query is text, to be read as what it should be; in a body "5" is not 5.
  const checkQuery = createCheck(document, { coerceTypes: 'array' })

  return requests.flatMap(({ method, path, body, answer }) => {
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    const found = findOperation(document, method, pathname)
    if (!found) return [`${method} ${pathname} is not documented`]

    const { operation, pointer } = found
    const query = Object.fromEntries(searchParams)
    const sent = pathname.endsWith('/command') ? withoutArguments(body) : body
    const problems = [
      ...checkQuery(querySchema(operation, pointer), query),
      ...checkBody(operation.requestBody ? jsonSchema(`${pointer}/requestBody`) : undefined, sent),
    ]
    // Where the document gives no schema, the real services answer all the same.
    if (operation.responses[200].content && answer && answer.status < 300) {
      problems.push(...checkBody(jsonSchema(`${pointer}/responses/200`), answer.body))
    }
    return problems.map((problem) => `${method} ${path}: ${problem}`)
  })
}

function findOperation(document: unknown, method: string, pathname: string) {
  const { paths } = Document.parse(document)
  const template = pathname in paths ? pathname : pathname.replaceAll(/\/\d+(?=\/|$)/g, '/{id}')
  const verb = method.toLowerCase()
  const operation = paths[template]?.[verb]
  if (!operation) return undefined
  const pointer = `api#/paths/${encodeURIComponent(template.replaceAll('/', '~1'))}/${verb}`
  return { operation: Operation.parse(operation), pointer }
}

function querySchema({ parameters }: z.infer<typeof Operation>, pointer: string): object {
  const properties = parameters.flatMap((parameter, index) =>
    parameter.in === 'query'
      ? [[parameter.name, { $ref: `${pointer}/parameters/${index}/schema` }] as const]
      : [],
  )
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  }
}

function jsonSchema(pointer: string): object {
  return { $ref: `${pointer}/content/application~1json/schema` }
}

function createCheck(document: unknown, options: Options = {}) {
  const ajv = new Ajv({ strict: false, allErrors: true, ...options })
  addFormats.default(ajv)
  ajv.addFormat('date-span', true)
  ajv.addSchema(z.looseObject({}).parse(document), 'api')

  return (schema: object | undefined, value: unknown): string[] => {
    if (!schema) return value === undefined ? [] : ['a body is not documented']
    if (value === undefined) return ['the body is missing']
    const validate = ajv.compile(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(' '),
    )
  }
}

function withoutArguments(command: unknown): unknown {
  return z.object({ name: z.string() }).parse(command)
}
