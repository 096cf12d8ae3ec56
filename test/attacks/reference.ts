const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export const TITLES = ['Heat', 'Memento', 'The Brutalist'] as const
export type Title = (typeof TITLES)[number]
export type Standing = 'admin' | 'member' | 'blocked'

/** A text as it is given: the words, when it came, when its turn was, and what was read last. */
export interface Given {
  words: string
  at: number
  handledAt: number
  /** How many texts they had been sent. */
  read: number
}

interface Asked {
  title: Title
  code: string | undefined
  at: number
  /** Which of its states the title was in. */
  state: number
  wrongCodes: number
  put: Put
}

/** The text that put a question last: its place among all that they were sent, and when it was. */
interface Put {
  place: number
  at: number
}

const QUESTION = /Remove (Heat|Memento|The Brutalist) \(\d{4}\).*?Reply YES(?: (\d+))?, or NO/
const REMINDER = /^(?:This deletes a file, so I need|That's not) the number.* YES (\d+), or NO/
const ANEW = /has changed since I asked\.|Your answer reached me late\./
const OFFER = /Want me to .*Reply YES\./

const dayOf = (at: number) => Math.floor(at / DAY)

/**
 * What the promise about questions comes to for one admin and three films: which texts may delete
 * which. Questions are learnt from the phone, as the person learns them; everything that ends one
 * is counted here.
 */
export function createReference() {
  const states = new Map<Title, number | undefined>(TITLES.map((title) => [title, 0]))
  const wrongCodesAt: number[] = []
  const askedAt = new Map<string, number>()
  let changes = 0
  let asked: Asked | undefined
  let standing: Standing = 'admin'

  function close(): undefined {
    asked = undefined
  }

  /** An answer to the open question; the title that it deletes. */
  function answer(question: Asked, { word, code }: Answer, given: Given): Title | undefined {
    if (given.at > question.at + 10 * MINUTE || word === 'NO') return close()
    if (question.code !== undefined && code === undefined) return undefined
    close()
    const { title, state } = question
    const isSame = states.get(title) === state
    const isLate = given.handledAt - given.at > 60 * MINUTE
    if (standing !== 'admin' || isLate || !isSame) return undefined
    states.set(title, undefined)
    return title
  }

  function answerBare(given: Given, word: Answer['word']): Title | undefined {
    if (!asked || asked.put.place !== given.read) return undefined
    const hasLapsed = given.at > asked.at + 10 * MINUTE
    // By a clock that has been set back since, they cannot have read it yet.
    if (!hasLapsed && asked.put.at > given.at + 2_000) return undefined
    return answer(asked, { word }, given)
  }

  function answerWithCode(given: Given, { word, code = '' }: Answer): Title | undefined {
    if (asked?.code === code) return answer(asked, { word, code }, given)
    const isOld = (askedAt.get(code) ?? -Infinity) >= given.handledAt - 7 * DAY
    const isLive = asked?.code !== undefined && given.at <= asked.at + 10 * MINUTE
    if (isOld || !asked || !isLive) return undefined
    if (word === 'NO') return close()
    wrongCodesAt.push(given.handledAt)
    asked.wrongCodes += 1
    const today = wrongCodesAt.filter((at) => dayOf(at) === dayOf(given.handledAt))
    if (asked.wrongCodes >= 3 || today.length >= 5) close()
    return undefined
  }

  return {
    /** The code they were sent last, whether or not it still counts. */
    get lastCode() {
      return asked?.code ?? [...askedAt.keys()].at(-1) ?? '4821'
    },
    needsNoCode: () => asked !== undefined && asked.code === undefined,
    get olderCodes() {
      return [...askedAt.keys()].filter((code) => code !== asked?.code)
    },
    isActive: () => standing !== 'blocked',
    setStanding: (to: Standing) => void (standing = to),
    /** A title is another by now: grown, replaced, moved, added anew. */
    change: (title: Title) => void states.set(title, ++changes),
    lose: (title: Title) => void states.set(title, undefined),

    /** The title that a text deletes, if any. */
    hear(given: Given): Title | undefined {
      const said = readAnswer(given.words)
      if (!said || standing === 'blocked') return undefined
      return said.code === undefined ? answerBare(given, said.word) : answerWithCode(given, said)
    },

    /** What they are sent: `asks` says whether it replies to a wish of theirs. */
    read(text: string, { asks, put }: { asks: boolean; put: Put }): void {
      if (OFFER.test(text)) close()
      const [, title, code] = QUESTION.exec(text) ?? []
      const shown = REMINDER.exec(text)?.[1] ?? code
      const isAnew = asks || ANEW.test(text)
      const isRepeated = shown !== undefined || (title === asked?.title && !isAnew)
      if (asked?.code === shown && asked && isRepeated) {
        asked.put = put
        return
      }
      const named = TITLES.find((one) => one === title)
      if (!named) return
      asked = { title: named, code, at: put.at, state: states.get(named) ?? -1, wrongCodes: 0, put }
      if (!code) return
      // The last one stands at the end, also where it was given before.
      askedAt.delete(code)
      askedAt.set(code, put.at)
    },
  }
}

interface Answer {
  word: 'YES' | 'NO'
  code?: string
}

function readAnswer(words: string): Answer | undefined {
  const [, word, code] = /^(YES|NO)(?: (\d+))?$/i.exec(words) ?? []
  if (!word) return undefined
  return { word: word.toUpperCase() === 'YES' ? 'YES' : 'NO', ...(code && { code }) }
}
