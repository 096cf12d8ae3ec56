import { CommandError, ConfigError } from '../errors.ts'
import { connectionOf, inboundWebhookUrl, shownUrl } from '../sms/inbound-webhook.ts'
import { createTwilioAccount, type Inbound, type TwilioAccount } from '../sms/twilio-account.ts'
import { checkPublicUrls } from './checks/public-url.ts'
import { confirm } from './confirm.ts'
import { printableJson, printer, type Terminal } from './terminal.ts'
import {
  missingSender,
  senderInWords,
  type Trouble,
  twilioTrouble,
  whatsappSentence,
} from './twilio-words.ts'
import { loadUsableConfig } from './usable-config.ts'

export interface ConnectOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  timeoutMs: number
  /** Whether somebody else's URL may be replaced without asking. */
  mayReplace: boolean
  json: boolean
}

/**
 * Has Twilio bring the texts of our number or messaging service here.
 *
 * @throws {AppError} that says what to do, when that cannot be done
 */
export async function connectTwilio(options: ConnectOptions): Promise<void> {
  const { twilio, publicBaseUrls } = settingsFor(options.env)
  const { authTokens, sender, ...rest } = twilio
  const api = createTwilioAccount({
    ...rest,
    authToken: authTokens[0],
    timeoutMs: options.timeoutMs,
  })
  const url = inboundWebhookUrl(publicBaseUrls[0])
  const who = senderInWords(sender)
  try {
    const inbound = await api.inbound(sender)
    if (inbound.type === 'whatsapp') throw new CommandError(whatsappSentence(url))
    if (inbound.type === 'missing') throw troubleError(missingSender(sender))
    await connect(options, { api, inbound, url, publicBaseUrls, who })
  } catch (error) {
    const trouble = twilioTrouble(error, twilio.apiBaseUrl !== undefined)
    throw trouble ? troubleError(trouble, { cause: error }) : error
  }
}

function settingsFor(env: NodeJS.ProcessEnv) {
  const { problems, usable } = loadUsableConfig(env)
  const { twilio, publicBaseUrls } = usable
  if (!twilio || !publicBaseUrls) {
    throw new ConfigError(problems.filter(({ setting }) => /^(TWILIO_|PUBLIC_)/.test(setting)))
  }
  const [address] = checkPublicUrls(publicBaseUrls)
  if (address?.type === 'wrong') throw troubleError(address)
  return { twilio, publicBaseUrls }
}

async function connect(
  { terminal, mayReplace, json }: ConnectOptions,
  {
    api,
    inbound,
    url,
    publicBaseUrls,
    who,
  }: {
    api: TwilioAccount
    inbound: Inbound
    url: string
    publicBaseUrls: readonly string[]
    who: string
  },
): Promise<void> {
  const print = printer(terminal)
  const connection = connectionOf(inbound, publicBaseUrls)
  if (connection === 'connected') {
    if (json) return print(printableJson({ changed: false, url: shownUrl(inbound.url) }))
    print(`Already connected: ${who} sends its texts to ${shownUrl(inbound.url)}`)
    return
  }
  const before = inbound.overriddenBy ?? shownUrl(inbound.url)
  const question = `${who} sends its texts to ${before}. Replace that?`
  await confirm(terminal, question, { isAgreed: mayReplace || connection !== 'elsewhere' })
  await api.connect(inbound, url)
  if (json) return print(printableJson({ changed: true, before, url }))
  print(`Connected ${who}.`)
  print(`  before  ${before}${inbound.url ? ` (${inbound.method})` : ''}`)
  print(`  after   ${url} (POST)`)
}

function troubleError({ says, fix }: Trouble, options?: ErrorOptions): CommandError {
  return new CommandError(`Not connected: ${says}.\n${fix}`, options)
}
