import type { RequestListener } from 'node:http'
import { listenOnLoopback } from './loopback.ts'

type Answer = (...exchange: Parameters<RequestListener>) => Promise<void>

/** What becomes of a request: its answer is passed on, or the caller's connection ends without one. */
export type Fate = 'pass' | 'lose'

/**
 * Stands between a caller and the server at `target`. `decide` is told of each request, counted
 * from one, and may let the server have it first by `forward`.
 */
export async function startMeddler(
  target: () => string,
  decide: (request: number, forward: () => Promise<unknown>) => Promise<Fate> | Fate,
) {
  const meddler = { requests: 0, url: '' }
  const answer: Answer = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    let forwarded: Promise<Response> | undefined
    const forward = () =>
      (forwarded ??= fetch(target() + request.url, {
        method: request.method ?? 'GET',
        headers: { 'content-type': String(request.headers['content-type']) },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      }))
    try {
      meddler.requests += 1
      const fate = await decide(meddler.requests, () => forward().then((passed) => passed.text()))
      if (fate === 'lose') {
        response.destroy()
        return
      }
      const passed = await forward()
      const body = Buffer.from(await passed.arrayBuffer())
      response.writeHead(passed.status, {
        'content-type': passed.headers.get('content-type') ?? '',
      })
      response.end(body)
    } catch {
      response.destroy()
    }
  }
  meddler.url = await listenOnLoopback((...exchange) => void answer(...exchange))
  return meddler
}
