import { TITLE } from './named-titles.ts'

/** Words as they are compared: small letters without accents and apostrophes. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}|['’]/gu, '')
    .normalize('NFC')
    .toLowerCase()
}

/** Matches any of `phrases`, which are separated by commas; a star stands for any ending. */
function anyOf(...lines: string[]): RegExp {
  const phrases = lines.flatMap((line) => plainWords(line).split(', '))
  const patterns = phrases.map((phrase) => {
    // Where no blanks stand between words, neither do boundaries.
    const hasBlanks = /[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(phrase)
    const pattern = phrase.replace('*', '\\p{L}*').replaceAll(' ', '\\s+')
    return hasBlanks ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern
  })
  return new RegExp(patterns.join('|'), 'u')
}

/** How people ask for something to be added. In a language that is not here they are asked back. */
export const ADDING = anyOf(
  'add, adding, download, downloading, dl, get(?! rid), grab, fetch, request, need(?! to know)',
  'want(?! to know), wanna(?! know), id like, id love, would like, would love, lets watch, lets see',
  'gimme, give me, give us, bring, snag, put, throw, queue, line up',
  'can i have, can we have, could i have, could we have, can i watch, can we watch, can i see',
  'añad*, agreg*, agrég*, descarg*, bajar*, bajame, quiero, queremos, quisiera, ponme, consigue*',
  'adicion*, acrescent*, baixa*, quero, queria, coloca*, ajout*, télécharg*, veux, voulons',
  'voudrai*, rajout*, hinzu*, füge, lade, runterladen, herunterladen, ich will, wir wollen',
  'möchte*, besorg*, hol mir, hol uns, aggiung*, scaric*, voglio, vogliamo, vorrei, toevoeg*, voeg',
  'wil graag, lägg till, ladda ner, tilføj, hent, legg til, last ned, dodaj*, pobierz*, chcę',
  'добав*, скача*, хочу, хотим, додай*, завантаж*, ekle*, indir*, lisää, lataa, haluan, hozzáad*',
  'přidej*, stáhni*, chci, adaugă*, tambahkan, unduh, mau',
  '追加, ダウンロード, 入れて, 欲しい, ほしい, 見たい, 観たい, 添加, 加入, 加上, 下载, 下載, 想看',
  '추가, 다운로드, 받아, 보고 싶, أضف, اضف, أريد, نزل, הוסף, תוסיף, תוריד, जोड़, डाउनलोड, เพิ่ม, ดาวน์โหลด',
)

/** How people ask for something to be removed. */
export const REMOVING = anyOf(
  'remove, removing, delete, deleting, get rid, erase, trash, drop, take off, off the list, toss, wipe',
  'clear, dump, ditch, scrap, bin, uninstall, done with, elimin*, borra*, quita*, supprim*, enlève*',
  'enlev*, retir*, efface*, lösch*, entfern*, rimuov*, cancell*, togli*, remov*, apag*, exclu*',
  'verwijder*, ta bort, radera*, fjern*, slet, usuń*, удал*, убер*, видал*, sil, kaldır*',
  'poista*, töröl*, smaž*, șterge*, hapus, 削除, 消して, 删除, 刪除, 삭제, احذف, מחק, हटा, ลบ',
)

// A question after something, and what is asked not to be done. "Can you add it?" asks for it.
const QUESTION =
  /^\W*(?:(?:so|hey|hi|ok|okay|and|but|um|oh|well)\W+)*(?:did|do|does|have|has|had|is|isnt|are|arent|was|were|should|shall|when|where|why|how|what|whats|who|which)\b/
const DECLINED = anyOf(
  'not, no, none, nothing, nobody, noone, never, nevermind, neither, nor, nope, nah, dont, cant',
  'cannot, wont, wouldnt, didnt, doesnt, shouldnt, couldnt, arent, aint, stop*, cancel*, undo*',
  'avoid, skip, instead of, rather than, other than, something else, something like, similar to',
  'nunca, nada, non, nicht, nichts, nein, kein*, pas, jamais, ne, não, nao, mai, niet, geen',
  'nee, inte, ingen, ikke, ikkje, nej, nei, nie, не, нет, ні, ei, älä, nem, nu, değil, istem*',
  'jangan, tidak, nechc*, 不, 别, 別に, ない, 要らない, いらない, 않, 싫, 지 마, لا, לא, नह, ไม่',
)
// What sounds like either and asks for something.
const NO_REFUSAL =
  /\b(?:dont forget|why (?:dont|not)(?: (?:you|u|we))?|(?:how|what) about|no (?:problem|worries|rush|hurry)|(?:dont|doesnt) (?:care|mind|matter)|dont think (?:we|you) (?:have|got)|if (?:it|its|it is|thats|theyre|you|we) ?(?:isnt|not|dont)|do me a favou?r|(?:when|if) you get a (?:chance|moment|minute|sec))\b/g
const REFUSAL = /^\W*(?:(?:but|so|oh|well|actually)\W+)*(?:no|nope|nah|never ?mind|not)\W*$/
const NO_THANKS = /\bno,? (?:thanks|thank you|thx|ty)\b/
// Not for a title, but for words about it; and what they do, or think, themselves.
const ASKS_TO_HEAR =
  /\b(?:to|me|us) (?:know|hear)\b|\b(?:i|ill|i will|im gonna|ive|when (?:you|we)|if (?:you|we)|once (?:you|we)|did you) (?:get|got|grab|download|fetch|bring|add)\b(?<!\b(?:can|could|may) i \w+)/
const ABOUT_IT =
  /\b(?:plot|cast|director|synopsis|summary|ratings?|reviews?|trailer|list|names?|info|information|details|speed|idea|recap|story|about|status|updates?|options|score|runtime)\b/
const PLAINLY = /\b(?:add|adding|download|downloading|request|queue|put|throw)\b/
// No text of a phone is longer.
const LONGEST = 2000

export interface Clause {
  words: string
  /** Whether it asks for what the words of a wish are for, and not only after it. */
  asks: boolean
  isNoRequest: boolean
}

/** `text` clause by clause, in order; none asks where they end with a no. */
export function clausesFor(text: string, wish: RegExp): Clause[] {
  const clauses = clausesOf(text)
  const isRefused = NO_THANKS.test(plainWords(text)) || REFUSAL.test(clauses.at(-1) ?? '')
  return clauses.map((words) => {
    // "Off the list" is about the title; to be given a list is not.
    const isElse = wish === ADDING && (REMOVING.test(words) || isAboutIt(words))
    const isNoRequest = isRefused || isElse || isIdle(words)
    return { words, asks: wish.test(words) && !isNoRequest, isNoRequest }
  })
}

const OTHER_WISH = new RegExp(`\\b(?:and|then|but|or)\\s+(?=${TITLE}|${ADDING.source})`, 'u')
const ENDS = /[.!?;,:\n]+|\s-\s|\bif not\b|\band let (?:me|us) know\b/

function clausesOf(text: string): string[] {
  const parts = plainWords(text.slice(0, LONGEST)).split(ENDS)
  return parts.flatMap((part) => part.split(OTHER_WISH)).filter((clause) => clause.trim() !== '')
}

function isIdle(clause: string): boolean {
  const words = clause.replaceAll(NO_REFUSAL, ' ')
  return QUESTION.test(words) || isDeclined(words) || ASKS_TO_HEAR.test(words)
}

const isAboutIt = (clause: string) => ABOUT_IT.test(clause) && !PLAINLY.test(clause)

export const isQuestion = (clause: string) => QUESTION.test(clause)
export const isDeclined = (clause: string) => DECLINED.test(clause.replaceAll(NO_REFUSAL, ' '))
