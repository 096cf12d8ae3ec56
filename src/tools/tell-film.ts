import type { ToolOutcome } from '../db/column-types.ts'
import { dateInWords } from '../local-time.ts'
import type { Download } from '../media/queue.ts'
import { filmState } from './film-state.ts'
import { absenceOf, offerToAdd } from './offer-to-add.ts'
import { downloadInWords } from './progress.ts'
import { type Film, listOf } from './title.ts'
import type { ToolContext } from './tool.ts'
import { titleAndYear } from './wording.ts'

/** Where a film stands, in a sentence; one that is not here is offered. */
export function tellFilm(
  film: Film,
  downloads: readonly Download[],
  { now }: Pick<ToolContext, 'now'>,
): ToolOutcome {
  const name = titleAndYear(film)
  const state = filmState(film, downloads, now())
  const isOut = film.isAvailable !== false
  const list = listOf([film], 'find')
  switch (state.type) {
    case 'here':
      return { type: 'answer', text: `${name} is here.`, list }
    case 'downloading':
      return { type: 'answer', text: `${name} ${downloadInWords(state.download)}.`, list }
    case 'coming': {
      const text = `${name} is coming ${dateInWords(state.at, now(), 'UTC')}.`
      return { type: 'answer', text, list }
    }
    case 'wanted':
      return {
        type: 'answer',
        text: `${name} is wanted, but ${isOut ? 'not here' : "isn't out"} yet.`,
        list,
      }
    case 'not here':
      return offerToAdd(film, `${name} ${absenceOf(film)}.`)
  }
}
