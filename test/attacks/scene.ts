import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { type Action, type Change, WORDS } from './actions.ts'
import { createFilms } from './films.ts'
import { createPhones } from './phones.ts'
import { createReference, type Standing, type Title } from './reference.ts'
import { createWickedModel } from './wicked-model.ts'

/** A household in which Sam and Kim are admins, and the reference that goes along with it. */
export async function startScene() {
  const { model, hold } = createWickedModel()
  const household = await startHousehold({
    model,
    env: { MEMBER_PHONES: '', ADMIN_PHONES: `Sam:${SAM},Kim:${KIM}`, TEXTS_PER_DAY: '1000' },
  })
  const reference = createReference()
  const films = createFilms(household.radarr)
  const phones = createPhones({ household, reference, hold, deleted: () => films.deleted() })

  function change(title: Title, how: Change): void {
    if (!films.change(title, how)) return
    if (how === 'goes') reference.lose(title)
    else reference.change(title)
  }

  function stand(as: Standing): void {
    const [role, status] = as === 'blocked' ? ['admin', 'blocked'] : [as, 'active']
    household.sql("update users set role = ?, status = ? where name = 'Sam'", role, status)
    reference.setStanding(as)
  }

  async function guess(times: number): Promise<void> {
    for (let at = 0; at < times; at++) await phones.say(`YES 111${at}`)
  }

  async function perform(action: Action): Promise<void> {
    const { type } = action
    switch (type) {
      case 'ask':
        return phones.say(asking(action.title), true)
      case 'ask a model':
        return phones.say(`model, remove ${action.title}`, true)
      case 'ask and yes':
        return phones.sayAtOnce(asking(action.title), 'yes', true)
      case 'right answer':
        return phones.say(reference.needsNoCode() ? 'yes' : phones.yes())
      case 'no with code':
        return phones.say(phones.yes().replace('YES', 'NO'))
      case 'older code':
        return phones.say(`YES ${reference.olderCodes.at(-1) ?? '1119'}`)
      case 'guess':
        return guess(action.times)
      case 'yes twice':
        return phones.sayAtOnce(phones.yes(), phones.yes())
      case 'yes and restart':
        return phones.sayAndRestart(phones.yes())
      case 'late':
        return phones.sayLate(action.ms)
      case 'from Kim':
        return phones.sayElsewhere(KIM)
      case 'over WhatsApp':
        return phones.sayElsewhere(`whatsapp:${SAM}`)
      case 'wait':
        return action.ms < 0 ? household.jump(action.ms) : household.advance(action.ms)
      case 'restart':
        return household.restart()
      case 'lost answer':
        return films.loseNextAnswer()
      case 'stand':
        return stand(action.as)
      case 'change':
        return change(action.title, action.how)
      case 'chat':
      case 'offer':
      case 'more':
      case 'new':
      case 'claim':
      case 'yes':
      case 'no':
        return phones.say(WORDS[type])
    }
  }

  return { perform, stop: household.stop }
}

const asking = (title: Title) => `delete ${title.toLowerCase()}`
