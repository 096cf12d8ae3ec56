type Rule = readonly [pattern: RegExp, replacement: string]

/**
 * What a text message can show of `text`: no markdown, no emoji, nothing invisible, and GSM-7 where
 * no word loses by it. Titles keep their spelling, `M*A*S*H` and other scripts included. Nothing is
 * left of a text that is emoji alone.
 */
export function toPlainText(text: string): string {
  return [...BLANKS, ...DECORATION, ...MARKDOWN, ...TYPOGRAPHY, ...TIDINESS]
    .reduce((plain, [pattern, by]) => plain.replaceAll(pattern, by), text.normalize('NFC'))
    .trim()
}

const BLANKS: Rule[] = [
  [/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n'],
  [/[ \t\u00A0\u2000-\u200A\u202F\u205F]+/g, ' '],
]

// RGI_Emoji is what is drawn in colour, which leaves the ☆ of "Lucky☆Star". It needs the v flag,
// and TypeScript knows that in a literal only from ES2024 on.
const EMOJI = new RegExp(
  String.raw`\p{RGI_Emoji}|[\p{Extended_Pictographic}&&[\u{1F000}-\u{1FAFF}]]|[✓✔✗✘]`,
  'gv',
)

// U+FFFF is no character, so it can stand for an emoji until it is known what it stood between.
const DECORATION: Rule[] = [
  [/([\d#*])\uFE0F?\u20E3/gu, '$1'],
  [EMOJI, '\uFFFF'],
  [/[^\P{Cc}\n]|\p{Cs}|(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}/gu, ''],
  // Joiners are spelling in Persian and in the scripts of India, and nothing in Latin.
  [/(?<!(?!\p{Script=Latin})[\p{L}\p{M}])[\u200C\u200D]/gu, ''],
  [/(?: ?\uFFFF)+ ?/g, '\uFFFF'],
  [/\uFFFF(?=[.,;:!?)]|$)/gm, ''],
  [/\uFFFF/g, ' '],
]

const MARKDOWN: Rule[] = [
  [/^ *```[\w-]* *$\n?/gm, ''],
  [/^ *(?:[-*_] *){3,}$\n?/gm, ''],
  [/^ *#{1,6} +(.*?)(?: +#+)? *$/gm, '$1'],
  [/^ *[-*•‣◦▪●·–—] +/gm, '- '],
  // Not [REC](2007), which is a film and its year, but [[REC]](https://x.example) is a link.
  [
    /(?:(?<!\S)!)?\[((?:[^[\]\n]|\[[^[\]\n]*\]){1,300})\]\((?!\d+\))(?:[^\s()]|\([^\s()]*\))+(?: "[^"\n]*")?\)/g,
    '$1',
  ],
  [pairOf('`', '{1,3}', '[^`\n]{1,300}'), '$2'],
  [pairOf('~', '{2}', '.{1,300}?'), '$2'],
  [pairOf('*', '{2,3}', '.{1,300}?'), '$2'],
  [pairOf('_', '{2,3}', '.{1,300}?'), '$2'],
  // A single star often belongs to a title, and closes only what ends like a word: not "S#!*".
  [pairOf('*', '', String.raw`[^*\n]{1,300}(?<=[\p{L}\p{M}\p{N}"')\]’”][.,:;!?…]*)`), '$2'],
  [pairOf('_', '', '[^_\n]{1,300}'), '$2'],
  [/\\(?=[*_`~#[\]])/g, ''],
]

/**
 * A pair of marks around words: not within a word (M*A*S*H, 2_1), beside a blank (*batteries not
 * included), around nothing (_____) or behind a backslash.
 */
function pairOf(mark: '*' | '_' | '~' | '`', times: string, words: string): RegExp {
  const beside = String.raw`[\p{L}\p{N}${mark}]`
  return new RegExp(
    String.raw`(?<!${beside}|\\)([${mark}]${times})(?![\s${mark}])(${words})(?<![\s\\])\1(?!${beside})`,
    'gu',
  )
}

const TYPOGRAPHY: Rule[] = [
  [/[‘’‚‛‹›′ʻʼ´`]/g, "'"],
  [/[“”„‟«»″]/g, '"'],
  [/[‐‑‒–—―−·•]/g, '-'],
  [/…/g, '...'],
  [/→/g, '->'],
  [/×/g, 'x'],
  [/œ/g, 'oe'],
  [/Œ(?=\p{Ll})/gu, 'Oe'],
  [/Œ/g, 'OE'],
]

const TIDINESS: Rule[] = [
  [/ {2,}/g, ' '],
  [/ *\n */g, '\n'],
  [/\n{3,}/g, '\n\n'],
]
