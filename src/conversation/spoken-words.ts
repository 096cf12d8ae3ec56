import { seenWords } from '../seen-text.ts'
import { withoutPrompt } from './prompt-copies.ts'

// Nine texts of three segments; nobody asks for MORE so often.
const MOST_SPOKEN = 4000

/** Replaced by nothing, in this order, wherever a model copies it. */
const MACHINE_WORDS: RegExp[] = [
  // Pages and tags. "<3" is no tag.
  /<(head|style|script)\b.*?<\/\1>/gis,
  /<!doctype[^>]*>|<\/?[a-z][^<>]*>/gi,
  // Stack traces, and the names that errors go by in code.
  /^\s*at\s.*:\d+(?::\d+)?\)?\s*$/gm,
  /^\s*(?:Traceback \(most recent call last\).*|File ".*", line \d+.*)/gm,
  /^.*\b(?:[A-Z][a-z]+){1,4}(?:Error|Exception)\b.*$/gm,
  /^.*\b(?:ECONN|ETIMED|ENOTFOUND|EAI_|EHOST|EPIPE|ENET|SQLITE_)[A-Z_]*.*$/gm,
  // The line of facts that stands before each text.
  /\[[^\]\n]*\|\s*role:[^\]\n]*\]?/g,
  // Ids, with what announces them.
  /\(?\b(?:(?:tmdb|tvdb|imdb|movie|film|series|radarr|sonarr|call|tool)[ _-]?)*id\b["']?\s*(?:is|=|:|#)?\s*(?:tt)?\d+\)?/gi,
  /\(?\b(?:tmdb|tvdb|imdb)\s*[:#=]?\s*(?:tt)?\d+\)?/gi,
  /\b(?:call|chatcmpl|toolu|answer|msg|run)[_-][\w-]{6,}/g,
  /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b|\b(?=\w*\d)[\da-f]{16,}\b|\btt\d{7,}\b/gi,
  /\b(?:SM|MM|AC|MG)[\da-f]{32}\b/g,
  // What only a machine can spell, such as base64.
  /(?<!\S)(?=\S*[\d=+/])[\w+/=%-]{40,}/g,
  // Values that are none.
  /\[object \w+\]|\b(?:undefined|null|NaN)\b/g,
  /\[\d+\]|\(\s*\)|\[\s*\]/g,
]

// A call that a weak model writes down instead of making it, or any other data, to its end.
const DATA =
  /```|<\|?\/?(?:tool_call|function|python_tag)|\[TOOL_CALLS\]|functions\.\w+|\{|\[\s*["'{[]|\[\s*-?\d+\s*,/

/**
 * What a model said aloud: not what it thought, nothing that it wrote down for a machine, and
 * nothing of what it was told about itself.
 */
export function spokenWords(content: string): string {
  // What is unseen is gone by the time a person reads it: it may not part what is looked for here.
  const aloud = seenWords(withoutThoughts(content))
  const named = aloud.replaceAll(
    /!?\[([^[\]\n]{1,300})\]\(\s*<?(?:https?:|www\.|\/)[^)\n]*\)/gi,
    '$1',
  )
  const words = named.slice(0, DATA.exec(named)?.index).slice(0, MOST_SPOKEN)
  const human = MACHINE_WORDS.reduce((text, pattern) => text.replaceAll(pattern, ''), words)
  const spoken = withoutPrompt(human)
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(spoken)) return ''
  return spoken
    .replaceAll(/[ \t]+(?=[.,;])|[ \t]+$/gm, '')
    .replaceAll(/[ \t]{2,}/g, ' ')
    .trim()
}

/** What stands before `</think>` was thought, also where nothing opens it. */
export function withoutThoughts(content: string): string {
  const afterThought = content.split('</think>').at(-1) ?? ''
  return afterThought.replace(/<think>.*$/s, '').trim()
}
