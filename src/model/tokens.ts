/**
 * How many tokens `text` takes, rather too many than too few: no tokenizer fits every provider, and
 * a local server cuts what is too long without a word. Three ASCII characters a token, where
 * English commonly takes four; one for each digit, as several open models read them; one for each
 * two bytes of anything else, because other scripts take one or more for every letter.
 */
export function estimateTokens(text: string): number {
  const ascii = text.replaceAll(/\P{ASCII}/gu, '')
  const digits = ascii.length - ascii.replaceAll(/\d/g, '').length
  const otherBytes = Buffer.byteLength(text) - ascii.length
  return Math.ceil((ascii.length - digits) / 3 + digits + otherBytes / 2)
}

// What a provider's template adds around each message.
const PER_MESSAGE = 4

/** The tokens of a message or a tool as it is sent, whatever a provider wrote into it. */
export function tokensOf(part: object): number {
  return estimateTokens(JSON.stringify(part)) + PER_MESSAGE
}

// A text is short. The limit itself is not sent: providers disagree on its name, and a model that
// thinks aloud would be cut off in the middle of a thought.
const MOST_FOR_ANSWER = 1024

/** What is left for a request when its answer has to fit into the same context. */
export function roomForRequest(contextTokens: number): number {
  return contextTokens - Math.min(MOST_FOR_ANSWER, Math.floor(contextTokens / 8))
}

const toolTokens = new WeakMap<readonly object[], number>()

/** What the tools take, counted once: the same list goes with every request. */
export function tokensOfTools(tools: readonly object[]): number {
  const tokens = toolTokens.get(tools) ?? tokensOfAll(tools)
  toolTokens.set(tools, tokens)
  return tokens
}

/** What a list of parts takes. */
export function tokensOfAll(parts: readonly object[]): number {
  return parts.reduce((sum, part) => sum + tokensOf(part), 0)
}
