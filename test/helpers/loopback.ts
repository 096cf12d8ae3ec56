import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { assert, onTestFinished } from 'vitest'
import { findFreePort } from '../../src/demo/free-port.ts'

/** A server on the loopback address until the calling test ends; resolves with its address. */
export async function listenOnLoopback(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const address = server.address()
  assert(typeof address === 'object' && address !== null)
  return `http://127.0.0.1:${address.port}`
}

/** What every request gets; a `body` that is a string is sent as a page. */
export type LoopbackAnswer = 'hang' | { status: number; body?: unknown; location?: string }

/** A server on the loopback address that answers everything alike until the calling test ends. */
export async function startLoopback(answer: LoopbackAnswer) {
  const requests: Array<{ path: string | undefined; authorization: string | undefined }> = []
  const abandoned: string[] = []
  const url = await listenOnLoopback((request, response) => {
    requests.push({ path: request.url, authorization: request.headers.authorization })
    if (answer === 'hang') {
      response.on('close', () => abandoned.push(request.url ?? ''))
      return
    }
    const { status, body, location } = answer
    const isPage = typeof body === 'string'
    response.writeHead(status, {
      'content-type': isPage ? 'text/html' : 'application/json',
      ...(location && { location }),
    })
    response.end(isPage ? body : JSON.stringify(body))
  })
  return {
    url,
    requests,
    /** The paths of those that hung until the caller gave up. */
    abandoned,
  }
}

/** The address of a port that nothing listens on. */
export async function refusingUrl(): Promise<string> {
  return `http://127.0.0.1:${await findFreePort()}`
}
