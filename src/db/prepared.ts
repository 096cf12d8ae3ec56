import { sql } from 'drizzle-orm'
import type { Tx } from './tx.ts'

/**
 * A query that is built and compiled once for each database, and run with what its `given` places
 * stand for. Building one takes several times as long as running it, so this is for what every text
 * needs. No `.limit(1)` before a `get`: SQLite compiles a statement anew whenever the number behind
 * LIMIT is bound, and `get` reads one row anyway.
 */
export function prepared<Query>(build: (tx: Tx) => { prepare: () => Query }): (tx: Tx) => Query {
  const queries = new WeakMap<Tx, Query>()
  return (tx) => {
    const known = queries.get(tx)
    if (known) return known
    const query = build(tx).prepare()
    queries.set(tx, query)
    return query
  }
}

export type Given = ReturnType<typeof given>

/** A value that each run of a prepared query brings along under this name. */
export const given = (name: string) => sql.placeholder(name)

/** The same where an UPDATE or a column of JSON stands; of JSON the text is given. */
export const givenAs = (name: string) => sql`${sql.placeholder(name)}`
