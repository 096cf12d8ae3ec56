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
  'gimme, give me, give us, bring, snag, put on, put in, throw in, queue up, line up',
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
  /^\W*(?:(?:so|hey|hi|ok|okay|and|but|um|oh|well)\W+)*(?:did|do|does|have|has|had|is|isnt|are|arent|was|were|when|where|why|how|what|whats|who|which)\b/
const DECLINED = /\b(?:dont|do not|never|no need to|shouldnt|rather not)\b/
// No text of a phone is longer.
const LONGEST = 2000

/** Whether `text` asks for what `words` are for, and not only after it. */
export function asksFor(text: string, words: RegExp): boolean {
  return clausesOf(text).some((clause) => words.test(clause) && !isNoRequest(clause))
}

/** Whether `text` is nothing but questions after something. */
export function onlyAsks(text: string): boolean {
  return text.includes('?') || clausesOf(text).every(isNoRequest)
}

function clausesOf(text: string): string[] {
  const plain = plainWords(text.slice(0, LONGEST))
  return plain.split(/[.!?;,:\n]+|\s-\s|\bif not\b/).filter((clause) => clause.trim() !== '')
}

function isNoRequest(clause: string): boolean {
  return QUESTION.test(clause) || DECLINED.test(clause)
}
