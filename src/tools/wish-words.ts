/** Words as they are compared: small letters without accents and apostrophes. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}|['’]/gu, '')
    .normalize('NFC')
    .toLowerCase()
}

/**
 * Matches any of the phrases in `lines`, which are separated by a comma and a blank: patterns of plain
 * words, in which a star stands for any ending.
 */
function anyOf(...lines: string[]): RegExp {
  const phrases = lines.flatMap((line) => plainWords(line).split(', '))
  const patterns = phrases.map((phrase) =>
    phrase.replaceAll('*', '\\p{L}*').replaceAll(' ', '\\s+'),
  )
  // Where no blanks stand between words, neither do boundaries.
  const hasBlanks = (pattern: string) => /[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(pattern)
  const whole = patterns.filter(hasBlanks).join('|')
  const parts = patterns.filter((pattern) => !hasBlanks(pattern))
  const bounded = `(?<![\\p{L}\\p{N}])(?:${whole})(?![\\p{L}\\p{N}])`
  return new RegExp([bounded, ...parts].join('|'), 'u')
}

/** How people ask for something to be added. In a language that is not here they are asked back. */
export const ADDING = anyOf(
  'add, adding, ad(?! for), addd, readd, download, downloading, dl, downlaod, donwload, dowload',
  'redownload, get(?! rid), grab, fetch, request, need(?! to know), gimme, give me, give us, bring',
  'want(?! to know), wants(?! to know), wanna(?! know), id like, id love, would like, would love',
  'lets watch, lets see, snag, put, throw, queue, line up, can i have, can we have, could i have',
  'could we have, may i have, may we have, can i watch, can we watch, can i see',
  'añad*, agreg*, agrég*, descarg*, baja, bajas, bajal*, bajar*, bajame, quiero, queremos, quisiera',
  'pon, pones, ponla, ponlo, ponlas, ponlos, ponme, consigue*, necesit*, gustaría*, adicion*',
  'acrescent*, baixa*, baixe*, quero, queria, coloca*, põe, preciso, gostaria, ajout*, télécharg*, veux',
  'voulons, voudrai*, aimerai*, jaimerai*, lajout*, mets, rajout*, peut avoir, hinzu, hinzufüg*, hinzufueg*, füg, füge',
  'fueg, fuege, lad, lade, laden, runterladen, herunterladen, ich will, wir wollen, möchte*, besorg*',
  'hol, hole, brauch*, hätte gern*, aggiung*, scaric*, voglio, vogliamo, vorrei, toevoeg*, voeg',
  'wil graag, lägg till, ladda ner, tilføj, hent, legg til, last ned, dodaj*, pobierz*, chcę',
  'добав*, скача*, хочу, хотим, додай*, завантаж*, ekle*, indir*, lisää, lataa, haluan, hozzáad*',
  'přidej*, stáhni*, chci, adaugă*, tambahkan, unduh, mau',
  '追加, ダウンロード, 入れて, 欲しい, ほしい, 見たい, 観たい, 添加, 加入, 加上, 下载, 下載, 想看',
  '추가, 다운로드, 받아, 보고 싶, أضف, اضف, أريد, نزل, הוסף, תוסיף, תוריד, जोड़, डाउनलोड, เพิ่ม, ดาวน์โหลด',
)

/** How people ask for something to be removed. */
export const REMOVING = anyOf(
  'remove, removing, delete, deleting, get rid, erase, trash, (?<!a )drop(?! (?:me|us)), take off, off (?:the|my|our) list',
  'toss, wipe, clear out, dump, ditch, scrap, (?<!ich )bin, uninstall, done with, elimin*, borra*, quita*, supprim*',
  'enlève*, enlev*, retir*, efface*, lösch*, entfern*, rimuov*, cancell*, togli*, remov*, apag*, exclu*',
  'verwijder*, ta bort, radera*, fjern*, slet, usuń*, удал*, убер*, видал*, sil, kaldır*',
  'poista*, töröl*, smaž*, șterge*, hapus, 削除, 消して, 删除, 刪除, 삭제, احذف, מחק, हटा, ลบ',
)

/** What is asked not to be done. */
export const DECLINING = anyOf(
  'not, no, none, nothing, nobody, noone, never, nevermind, neither, nor, nope, nah, dont, cant',
  'cannot, wont, wouldnt, didnt, doesnt, shouldnt, couldnt, havent, hasnt, arent, aint, stop*',
  'cancel*, undo*, avoid, skip, quit, pause*, forget, hold off, on hold, away, gone, instead of',
  'rather than, other than, something else, something like, similar to, as good as, than',
  'nunca, nada, non, nicht, nichts, nein, kein*, pas, jamais, ne, não, nao, mai, niet, geen',
  'nee, inte, ingen, ikke, ikkje, nej, nei, nie, не, нет, ні, ei, älä, nem, nu, değil, istem*',
  'olvid*, vergiss, oublie*, esquec*, lass',
  'jangan, tidak, nechc*, 不, 别, 別に, ない, 要らない, いらない, 않, 싫, 지 마, لا, לא, नह, ไม่',
)

/** What stands for a title, in the languages in which a pronoun is a word. */
export const POINTING = anyOf(
  'it, that, this, them, those, these, both, all, everything, one, ones, last, rest',
  'first, second, third, fourth, fifth, \\d{1,2}(?:st|nd|rd|th)?',
  'lo, los, las, ese, esa, eso, esta, este, ambos, todos, todas, primer*, segund*, ultim*, le, la',
  'les, ca, cela, lajout*, celui, celle, tous, premier*, premiere, deuxieme, ihn, sie, es, das, den, diese*',
  'beide, alle, erste*, zweite*, letzte*, isso, esse, essa, primeir*, quello, quella, questo',
  'entrambi, tutti, die, dat, hem, beiden, его, ее, их, это, оба, перв*, втор*',
  '(?:anad|agreg|descarg|baja|pon|aggiung|scaric)*(?:l[oae]s?|li)',
  'これ, それ, 番, 它, 这, 這, 第, 그거, 이거, 번째',
)

/** A yes that a model reads, because it is none of those that code does. */
export const AGREEING = anyOf(
  'yes, yess*, yeah, yep, yup, sure thing, go ahead, go for it, alright, all right, definitely',
  'absolutely, of course, why not, please do, do that, do it, do so',
  'si, sip, claro, vale, dale, venga, por supuesto, oui, daccord, volontiers, bien sur, ja, jo',
  'gern, gerne, klar, naturlich, sim, pode ser, va bene, certo, da, tak, evet, igen, ano, kylla',
  'hai, да, так, はい, 是, 好, 네, 예, نعم, כן, हां',
)

/** What is said beside a wish and says nothing more. */
export const FILLERS = anyOf(
  'please, pls, plz, pl, thanks, thank, thx, ty, you, u, ya, can, could, would, will, and, or, also',
  'too, then, so, ok, okay, yes, yeah, yep, sure, oh, ah, hey, hi, hello, me, us, just, now, n, go on',
  'well, alright, asap, if possible, when possible, no rush',
  'por favor, porfa, favor, puedes, podrias, ok, y, e, o, gracias, también, bitte, kannst, du',
  'könntest, dann, mal, noch, auch, und, danke, tu, peux, pourrais, stp, svp, s il te plait, sil te plait',
  'aussi, et, merci, moi, mir, uns, pode, podes, voce, tambem, obrigad*, puoi, anche, grazie, kun, je',
  'graag, ook, пожалуйста, и, して, してください, を, ください, お願いします, お願い, 请, 請, 把, 吧, 해줘, 해주세요, 주세요, 를, 을',
)

/** How people like something; it is no answer. */
export const PRAISE = anyOf(
  'great, cool, nice, good, awesome, perfect, lovely, amazing, wow, haha, lol, sounds, looks, fun',
)

/** Kinds of films. */
export const KIND = anyOf(
  'comedy, comedies, horror, thriller, drama, romance, western, musical, cartoon, documentary',
  'action, adventure, family, funny, scary, sad, romantic',
)

/** What may stand beside a title or beside what points at it, and names nothing itself. */
export const NAMELESS = anyOf(
  'the, a, an, for, to, from, on, in, at, of, my, our, your, tonight, today, tomorrow',
  'weekend, film, films, movie, movies, show, shows, series, season, seasons, s\\d{1,2}, \\d{1,2}, \\d{4}',
  'number, version, other, kids, again, anyway, server, library, list, queue, 4k, hd, 1080p',
  '720p, missing, go, ill, take, pick, choose, mean, meant, lets, prefer, remake',
  'original, new, newer, newest, old, older, oldest',
  'el, la, los, las, un, una, de, der, die, das, den, zu, zur, liste, hinzu, runter, neue*, alte*, serie, peli, pelicula',
  'le, les, il, o, a, os, as, filme, mi, para, fur, pour',
)

/** Who wants it, when, and what for: what people tell beside a wish. */
export const PERSONAL = anyOf(
  'i, we, watch, see, do, fine, really, maybe, guess, think, wife, husband, partner, mum, mom, dad, son',
  'daughter, friday, saturday, sunday, instead, there',
)

/** What titles of a word or two are made of that are also said in every other text. */
export const EVERYDAY = anyOf(
  'have, here, already, know, let, up, out, off, down, over, her, him, his, he, she, they, who, what, when, where, why, how, if',
  'is, was, are, did, does, be, been, am, by, but, back, about, list, plot, story, speed',
)

/** `words` without all that `patterns` match. */
export function without(words: string, ...patterns: RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.split(pattern).join(' '), words)
}

export const isWordless = (words: string) => !/[\p{L}\p{N}]/u.test(words)
