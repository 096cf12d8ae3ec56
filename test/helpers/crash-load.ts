import { setTimeout } from 'node:timers/promises'
import { type Film, FILMS } from '../../src/demo/films.ts'
import type { SimulatedModelOptions } from '../../src/demo/simulated-model.ts'
import {
  type CrashHousehold,
  newText,
  type PhoneText,
  startCrashHousehold,
} from './crash-household.ts'
import { stepwise, textOf } from './stepwise-model.ts'

const PHONES = Array.from({ length: 10 }, (_, index) => `+1415555020${index}`)
const TEXTS_A_PHONE = 5
export const TEXTS_A_ROUND = PHONES.length * TEXTS_A_PHONE

export interface LoadOptions {
  rounds: number
  modelMs: number
  /** From 0 up to, not including, 1. */
  random: () => number
}

/** What became of all acknowledged texts. */
export interface Tally {
  texts: number
  lost: number
  doubled: number
  /** Phones whose replies are in another order than their texts. */
  outOfOrder: number
  /** Films that were added other than once. */
  oddAdds: number
  /** Rounds in which the kill cut something off. */
  roundsCut: number
  unfinished: unknown[]
  miscounted: unknown[]
}

/**
 * So many rounds of fifty texts at once, of ten phones, in each of which the service is killed at a
 * random moment, started again and given what it had not acknowledged.
 */
export async function killUnderLoad({ rounds, modelMs, random }: LoadOptions): Promise<Tally> {
  const films = Array.from({ length: rounds * PHONES.length }, (_, index) => filmOf(index))
  const household = await startCrashHousehold({
    films,
    answer: echoAfter(modelMs),
    env: { MEMBER_PHONES: PHONES.join(','), TEXTS_PER_DAY: '1000' },
  })
  try {
    let service = await household.startService()
    let roundsCut = 0
    for (let round = 0; round < rounds; round++) {
      const texts = textsOf(round, films)
      const acknowledged = texts.map((text) => service.deliver(text))
      await setTimeout(random() * (500 + 2 * modelMs))
      await household.kill()
      const answers = await Promise.all(acknowledged)
      if (answers.includes(false) || household.unfinished().length > 0) roundsCut += 1
      service = await household.startService()
      await Promise.all(texts.filter((_, at) => !answers[at]).map((text) => service.deliver(text)))
      await service.settled()
    }
    return { ...tallyOf(household, films), roundsCut }
  } finally {
    await household.close()
  }
}

/** Of each phone four remarks and one add, each with words that stand in no other. */
function textsOf(round: number, films: readonly Film[]): PhoneText[] {
  return PHONES.flatMap((phone, index) => {
    const film = films[round * PHONES.length + index]
    const remarks = [1, 2, 3, 4].map((number) => `remark ${round}-${index}-${number}`)
    return [...remarks, `add ${film?.title}`].map((body) => newText(phone, body))
  })
}

const filmOf = (index: number): Film => ({
  ...FILMS[2],
  tmdbId: 900_000 + index,
  title: `Film ${index} of Many`,
  year: 2001,
  status: 'released',
})

function echoAfter(ms: number): NonNullable<SimulatedModelOptions['answer']> {
  return async (request) => {
    await setTimeout(ms)
    const text = textOf(request)
    const title = /^add (.+)$/.exec(text)?.[1]
    return stepwise(title ? [['add', { title }]] : replyTo(text))(request)
  }
}

const replyTo = (text: string) => `About your ${text}: noted.`

/** The text that a reply is about. */
function answered(reply: string): string {
  const [, remark, title] =
    /^About your (.+): noted\.$|^Added (.+) \(2001\).* Searching for it now\.$/.exec(reply) ?? []
  return remark ?? `add ${title}`
}

function tallyOf(household: CrashHousehold, films: readonly Film[]) {
  const { sent, select, radarr, unfinished, miscounted } = household
  const asked = PHONES.map((phone) =>
    select(`select body from inbox where address = '${phone}' order by position`),
  )
  const told = PHONES.map((phone) => sent(phone).map(answered))
  const replies = told.flat()
  const texts = asked.flat()
  const adds = radarr.requests.filter(
    ({ method, path, answer }) =>
      method === 'POST' && path === '/api/v3/movie' && answer?.status === 201,
  )
  return {
    texts: texts.length,
    lost: texts.filter((text) => !replies.some((reply) => reply === text)).length,
    doubled: replies.length - new Set(replies).size,
    outOfOrder: told.filter((all, at) => all.join('\n') !== asked[at]?.join('\n')).length,
    oddAdds: Math.abs(adds.length - films.length) + films.length - radarr.library.size,
    unfinished: unfinished(),
    miscounted: miscounted(),
  }
}
