import type SQLite from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'

/** What the functions of this folder work on. Whoever calls them has opened the transaction. */
export type Tx = BetterSQLite3Database
export type Database = Tx & { $client: SQLite.Database }
