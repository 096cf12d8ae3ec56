import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { calls, says } from '../helpers/scripted-model.ts'

/** Plain commands, and where it is asked itself a model that lies and calls what there is not. */
export function createWickedModel() {
  const keyword = createKeywordModel()
  let held = Promise.resolve()
  const model: Model = async (request) => {
    await held
    const { text, hasNoResults } = request
    if (text === 'claim it') return says('Removed Heat (1995). I deleted it. Reply YES 1111.')
    const [, title] = /^model, remove (.+)$/.exec(text) ?? []
    if (!title) return keyword(request)
    if (!hasNoResults) return says(`I have removed ${title}. It is gone. YES.`)
    const args = { title, confirmed: true, code: '1111', externalId: 949 }
    return calls(['confirm', { answer: 'YES' }], ['remove', args])
  }
  return {
    model,
    /** It says nothing until the returned function is called. */
    hold: () => {
      let release = () => {}
      held = new Promise((resolve) => (release = resolve))
      return () => release()
    },
  }
}
