import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'

test.for([{ direction: null }, { date_created: 'yesterday' }])(
  'a row of the list that cannot be read keeps no phone waiting: %j',
  async (oddity) => {
    const household = await startHousehold()
    await household.text(SAM, 'is memento in?')
    Object.assign(household.twilio.messages.at(-1) ?? {}, oddity)
    let posts = 0
    household.twilio.intercept = ({ method }) => {
      return method === 'POST' && ++posts === 1 ? 'drop' : 'pass'
    }
    await household.deliver(SAM, 'is heat in?')

    await household.recorded("select 1 from outbox where position = 2 and state = 'sent'")
    expect(posts).toBe(2)
  },
)
