import { LINK } from './links.ts'

/**
 * What a screen does not show, though a model reads it: bidi marks, zero-width characters, tags and
 * variation selectors, halves of surrogate pairs, and control characters that are not white space.
 */
export const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cs}]|[\uFFF9-\uFFFB]|(?!\s)\p{Cc}/gu

// Joiners are spelling in Persian and in the scripts of India, and nothing in Latin.
const NEEDLESS = new RegExp(
  String.raw`(?![\u200C\u200D\uFE0F])(?:${UNSEEN.source})|(?<!(?!\p{Script=Latin})[\p{L}\p{M}])[\u200C\u200D]`,
  'gu',
)

/** `text` as somebody reads it, its lines and the spelling of every script kept. */
export function seenWords(text: string): string {
  return text.replaceAll(NEEDLESS, '')
}

const OPT_OUT = 'stop(?:all)?|unsubscribe|cancel|quit|revoke|opt-?out'

// How people are asked to answer or to text somebody, and all that comes after it. "Reply 1988" and "Say Yes" are titles.
const INSTRUCTION = new RegExp(
  [
    String.raw`\b(?:reply|respond)\W+(?:\w+\W+){0,2}?(?:yes|y|no|ok|more|end|start|unstop|approve|refuse|a number|${OPT_OUT})\b`,
    String.raw`\b(?:answer|send|text|type)\W+(?:(?:back|me|us)\W+)*(?:yes|y|${OPT_OUT})\b`,
    String.raw`\b(?:send|text|sms)\W+(?:\w+\W+){1,3}?to\W+\d{3,8}\b`,
    String.raw`\b(?:yes|approve|refuse|block)[\s:,."'#-]+(?:(?:no|nr|number|request|code)[\s:,."'#-]+)*\d{4,8}\b`,
  ].join('|'),
  'i',
)

/** `text` on one line, without what is unseen. */
export function onOneLine(text: string): string {
  return text.replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim()
}

/** `text` up to where it would tell a person what to reply, as only we do. */
export function withoutInstruction(text: string): string {
  return text.slice(0, INSTRUCTION.exec(text)?.index)
}

// As many letters as a lock screen shows of a name.
const LONGEST_NAME = 40

/**
 * A person's name as a prompt and the texts of others can hold it: letters on one line, no link, no
 * number that could be a code or a phone, and nothing that tells somebody what to reply. Undefined
 * where that leaves none.
 */
export function cleanName(name: string | null | undefined): string | undefined {
  const letters = onOneLine((name ?? '').slice(0, 10 * LONGEST_NAME).normalize('NFC'))
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(LINK, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}\s.'-]/gu, ' ')
    // A sentence does not go on after a name: only J. and Dr. have a dot within one.
    .replaceAll(/(?<!\b\p{L}{1,2})\.|\.(?=\S)/gu, ' ')
  // Before its numbers go, by which an order is known.
  const named = withoutInstruction(onOneLine(letters)).replaceAll(/\d{4,}/g, ' ')
  const short = onOneLine(onOneLine(named).slice(0, LONGEST_NAME))
  return /\p{L}/u.test(short) ? short : undefined
}
