import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Send } from './load-loops.ts'

/**
 * Kept connections to a port of the loopback address. They write requests that are bytes already
 * and read no more of an answer than its status and length, so that a load generator needs less of
 * a processor than what it measures.
 */
export async function openConnections(port: number, count: number) {
  const all = await Promise.all(Array.from({ length: count }, () => openConnection(port)))
  const free = [...all]
  const waiting: Array<(connection: Connection) => void> = []

  const send: Send = async (request) => {
    const connection =
      free.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)))
    const status = await connection.send(request)
    const next = waiting.shift()
    if (next) next(connection)
    else free.push(connection)
    return status
  }
  return {
    send,
    close: () => {
      for (const { socket } of all) socket.destroy()
    },
  }
}

type Connection = Awaited<ReturnType<typeof openConnection>>

async function openConnection(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return { socket, send: createExchange(socket) }
}

/** One request at a time and its answer. */
function createExchange(socket: Socket): Send {
  let received = ''
  let settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined

  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk
    const status = statusOfWhole(received)
    if (status === undefined) return
    received = ''
    settle?.resolve(status)
  })
  socket.on('error', (error) => settle?.reject(error))
  socket.on('close', () => settle?.reject(new Error('The connection was closed')))

  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
      socket.write(request)
    })
}

/** The status of an answer of which everything has come. */
function statusOfWhole(received: string): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const [, length = '0'] = /content-length: (\d+)/i.exec(received) ?? []
  if (received.length < headEnd + 4 + Number(length)) return undefined
  return Number(received.slice(9, 12))
}
