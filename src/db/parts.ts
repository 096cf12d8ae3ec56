/** Long work in parts: yields how much is done after each, and returns what came of it. */
export type Parts<T> = Generator<number, T, void>

/** All of them at once. */
export function inOne<T>(parts: Parts<T>): T {
  for (;;) {
    const part = parts.next()
    if (part.done) return part.value
  }
}
