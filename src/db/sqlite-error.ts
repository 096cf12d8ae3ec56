import SQLite from 'better-sqlite3'

/** The error of SQLite's in what was thrown, also where drizzle wrapped it. */
export function sqliteErrorOf(error: unknown): InstanceType<typeof SQLite.SqliteError> | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof SQLite.SqliteError ? cause : undefined
}
