import SQLite from 'better-sqlite3'

/** What a query finds in the database at `path`, read on a connection of its own. */
export function rowsAt(path: string, query: string, ...values: unknown[]): unknown[] {
  return read(path, (db) => db.prepare(query).all(...values))
}

/** The same of its first column alone. */
export function columnAt(path: string, query: string): unknown[] {
  return read(path, (db) => db.prepare(query).pluck().all())
}

function read<T>(path: string, look: (db: SQLite.Database) => T): T {
  const db = new SQLite(path, { readonly: true })
  try {
    return look(db)
  } finally {
    db.close()
  }
}
