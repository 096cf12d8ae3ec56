import { expect, test } from 'vitest'
import { toPlainText } from '../src/plain-text.ts'
import { countSegments } from '../src/sms/segments.ts'

test.for([
  ['bold', '**Dune (2021)** is __here__.', 'Dune (2021) is here.'],
  ['italics', '*Dune* and _Heat (1995)_, *Airplane!*', 'Dune and Heat (1995), Airplane!'],
  ['both at once', '***Dune*** **_Heat_** _*Alien*_ **a *b* c**', 'Dune Heat Alien a b c'],
  ['quoted italics', 'I mean "*Dune*" (*1984*).', 'I mean "Dune" (1984).'],
  ['struck text', '~~Dune~~ Heat', 'Dune Heat'],
  ['headings', '# Films\n### Shows ###\ntext', 'Films\nShows\ntext'],
  ['bullets', '* Dune\n  • Heat\n- Alien\n– Up', '- Dune\n- Heat\n- Alien\n- Up'],
  ['a bold bullet', '* **Dune** (2021)', '- Dune (2021)'],
  ['a numbered list', '1. **Dune**\n2. *Heat*', '1. Dune\n2. Heat'],
  ['code', 'Text `NEW` or ``more``', 'Text NEW or more'],
  ['a code block', '```json\n{"a": 1}\n```\ndone', '{"a": 1}\ndone'],
  ['a rule', 'Films\n---\nShows', 'Films\nShows'],
  ['a link', '[Dune](url) and [Heat](https://x.example/Heat_(1995))', 'Dune and Heat'],
  ['a link in brackets', '[[REC]](https://x.example)', '[REC]'],
  ['a titled link', '[**Dune**](https://x.example/ "The film").', 'Dune.'],
  ['an image', 'See ![the poster](https://x.example/1.png)', 'See the poster'],
  ['escapes', String.raw`M\*A\*S\*H, \*Up* _It\_, \#Alive`, 'M*A*S*H, *Up* _It_, #Alive'],
] as const)('markdown is taken off: %s', ([, text, plain]) => {
  expect(toPlainText(text)).toBe(plain)
})

test.for([
  'M*A*S*H',
  'M*A*S*H and C*A*T*S',
  '*batteries not included',
  '*batteries not included (1987) and M*A*S*H',
  '*batteries not included and S#!*',
  '*batteries not included or *61',
  'S#!* My Dad Says and $h*! too',
  'F**k, S**t and What the F***',
  'Se7en',
  'F/X',
  '2_1 and 3_2',
  '_underscored',
  '_____ (2016)',
  '1 _____ - here',
  '#Alive (2020)',
  '#1 Cheerleader Camp',
  '[REC](2007) and [REC]2 (2009)',
  '-30- (1959)',
  '5 * 3 * 2',
  '_Dune _ and **Heat ** too',
  '~50 min, about ~3 GB',
  'Hello! 1 Dune (2021) - here',
  '^{} [~] | €',
])('%s stays as it is', (title) => {
  expect(toPlainText(title)).toBe(title)
})

test.for([
  'Pokémon, Amélie, Señora, Über, Ærø, Ça',
  'La Casa de Papel: también, ação',
  'Kieślowski: Dwaj ludzie z szafą',
  '千と千尋の神隠し',
  'スパイ・ファミリー　第二期',
  'Сталкер',
  'می\u200Cخواهم',
  'क्\u200Dष',
  'I ♥ Huckabees',
  'Lucky☆Star',
  '8½',
])('the letters of %s stay', (title) => {
  expect(toPlainText(title)).toBe(title)
})

test.for([
  ['‘Tis’ ‚Ocean’s‛ Hawai`i Hawaiʻi', "'Tis' 'Ocean's' Hawai'i Hawai'i"],
  ['“Dune” „Heat‟ «Amélie»', '"Dune" "Heat" "Amélie"'],
  ['2–3 — well ‐ ‑ −', '2-3 - well - - -'],
  ['Wait…', 'Wait...'],
  ['14\u00A0GB\u202Fis\u2003here', '14 GB is here'],
  ['WALL·E', 'WALL-E'],
  ['Dune • Heat → Alien', 'Dune - Heat -> Alien'],
  ['Spy × Family', 'Spy x Family'],
  ['Hors d’œuvre, Œuvre, ŒUVRE', "Hors d'oeuvre, Oeuvre, OEUVRE"],
  ['Ame\u0301lie', 'Amélie'],
] as const)('%s becomes GSM-7', ([text, plain]) => {
  expect(toPlainText(text)).toBe(plain)
  expect(countSegments(plain).encoding).toBe('GSM-7')
})

test.for([
  ['before', '🎬 Dune', 'Dune'],
  ['after', 'Dune is here 🎉🎉 🍿', 'Dune is here'],
  ['between', 'Dune 🎬 is here', 'Dune is here'],
  ['between two words', 'Great🎬news', 'Great news'],
  ['before a full stop', 'Enjoy 🍿!', 'Enjoy!'],
  ['at the end of a line', 'Dune ✅\nHeat ❌', 'Dune\nHeat'],
  ['as a bullet', '✅ Dune\n- 🔥 Heat', 'Dune\n- Heat'],
  ['of several parts', '👩‍❤️‍👨 👍🏽 🏳️‍🌈 🇩🇪 🕵 ❤️ ✔️ ✓ ok', 'ok'],
  ['as numbers', '1️⃣ Dune\n2️⃣ Heat', '1 Dune\n2 Heat'],
  ['in a flood', `a ${'🎬 '.repeat(1000)}b`, 'a b'],
  ['alone', '👍', ''],
] as const)('emoji are removed: %s', ([, text, plain]) => {
  expect(toPlainText(text)).toBe(plain)
})

test.for([
  ['controls', 'Du\u0000n\u001Be\u007F'],
  ['bidi marks', '\u202EDu\u200En\u2066e\u2069\u061C'],
  ['zero-width characters', 'D\u200Bu\u200Cn\u200De\u2060\uFEFF'],
  ['soft hyphens and variation selectors', 'Du\u00ADne\uFE0F'],
  ['halves of a surrogate pair', 'Du\uD83Dne\uDE00'],
] as const)('what cannot be seen is removed: %s', ([, text]) => {
  expect(toPlainText(text)).toBe('Dune')
})

test('line ends and runs of blanks are tidied', () => {
  const text = '\n  Dune \t\u200B is\r\nhere  \rnow\u2028and\n\n \n\n\tthen  '

  expect(toPlainText(text)).toBe('Dune is\nhere\nnow\nand\n\nthen')
})
