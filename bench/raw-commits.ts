import SQLite from 'better-sqlite3'

/** How many rows a second are durable when each has a commit of its own: WAL and FULL, as ours. */
export function countRawCommits(path: string, durationMs: number): number {
  const db = new SQLite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE texts (sid TEXT PRIMARY KEY, body TEXT NOT NULL)')
  const insert = db.prepare('INSERT INTO texts VALUES (?, ?)')
  const startedAt = performance.now()
  let commits = 0
  while (performance.now() - startedAt < durationMs) {
    insert.run(`SM${commits++}`, 'is dune part two in?')
  }
  const elapsedMs = performance.now() - startedAt
  db.close()
  return (commits / elapsedMs) * 1000
}
