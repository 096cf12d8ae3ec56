import {
  type Connection,
  connectionOf,
  inboundWebhookUrl,
  shownUrl,
} from '../../sms/inbound-webhook.ts'
import { createTwilioAccount, type Inbound, type TwilioAccount } from '../../sms/twilio-account.ts'
import type { TwilioConfig } from '../../twilio-config.ts'
import { type Finding, findingsOn, SEE_SETTINGS } from '../finding.ts'
import {
  INACTIVE_ACCOUNT_FIX,
  missingSender,
  senderInWords,
  twilioTrouble,
  whatsappSentence,
} from '../twilio-words.ts'
import type { UsableConfig } from '../usable-config.ts'

const account = findingsOn('Twilio')
const texts = findingsOn('Texts')
const clock = findingsOn('Clock')

// Half of what the sender allows for when it looks for a text whose sending was unclear.
const MAX_SKEW_MS = 30_000

export async function checkTwilio(
  { twilio, publicBaseUrls }: Pick<UsableConfig, 'twilio' | 'publicBaseUrls'>,
  { timeoutMs, now, programName }: { timeoutMs: number; now: () => number; programName: string },
): Promise<Finding[]> {
  if (!twilio) return [account.skipped(SEE_SETTINGS)]
  const { authTokens, sender, ...rest } = twilio
  const api = createTwilioAccount({ ...rest, authToken: authTokens[0], timeoutMs, now })
  try {
    const connectFix = `Run: ${programName} connect twilio`
    return [
      await checkAccount(api),
      await checkTexts(api, { sender, publicBaseUrls, connectFix }),
      checkClock(api.aheadMs()),
    ]
  } catch (error) {
    const trouble = twilioTrouble(error, twilio.apiBaseUrl !== undefined)
    if (!trouble) throw error
    return [account.wrong(trouble.says, trouble.fix)]
  }
}

async function checkAccount(api: TwilioAccount): Promise<Finding> {
  const { status, isTrial } = await api.state()
  if (status !== 'active') return account.wrong(`the account is ${status}`, INACTIVE_ACCOUNT_FIX)
  return account.good(
    isTrial ? 'a trial account, which texts verified phones alone' : 'the account is active',
  )
}

function checkClock(aheadMs: number | undefined): Finding {
  if (aheadMs === undefined) return clock.skipped('not compared: Twilio told no time')
  if (Math.abs(aheadMs) <= MAX_SKEW_MS) return clock.good("agrees with Twilio's")
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const direction = aheadMs > 0 ? 'ahead of' : 'behind'
  return clock.wrong(
    `is ${seconds} s ${direction} Twilio's`,
    'Let this machine set its clock by the network (NTP).',
  )
}

async function checkTexts(
  api: TwilioAccount,
  {
    sender,
    publicBaseUrls,
    connectFix,
  }: {
    sender: TwilioConfig['sender']
    publicBaseUrls: UsableConfig['publicBaseUrls']
    connectFix: string
  },
): Promise<Finding> {
  const inbound = await api.inbound(sender)
  const who = senderInWords(sender)
  if (inbound.type === 'missing') {
    const { says, fix } = missingSender(sender)
    return texts.wrong(says, fix)
  }
  if (!publicBaseUrls) return texts.skipped(SEE_SETTINGS)
  if (inbound.type === 'whatsapp') {
    const where = whatsappSentence(inboundWebhookUrl(publicBaseUrls[0]))
    return texts.skipped(`${who} cannot be looked at. ${where}`)
  }
  if (!inbound.canText) return withoutTexts(inbound, who)
  return connectionFinding(inbound, connectionOf(inbound, publicBaseUrls), { who, connectFix })
}

function withoutTexts({ type }: Inbound, who: string): Finding {
  return type === 'service'
    ? texts.wrong(`${who} has no number`, "Add one to its sender pool in Twilio's console.")
    : texts.wrong(`${who} takes calls alone`, 'Set TWILIO_PHONE_NUMBER to one that takes texts.')
}

function connectionFinding(
  { url, method, overriddenBy }: Inbound,
  connection: Connection,
  { who, connectFix }: { who: string; connectFix: string },
): Finding {
  switch (connection) {
    case 'connected':
      return texts.good(`${who} sends them here`)
    case 'incomplete':
      return method === 'POST'
        ? texts.wrong(`${who} sends them here, but loses them while you are offline`, connectFix)
        : texts.wrong(`${who} sends them here with ${method}, not POST`, connectFix)
    case 'unset':
      return texts.wrong(`${who} sends them nowhere`, connectFix)
    case 'elsewhere':
      return texts.wrong(`${who} sends them to ${overriddenBy ?? shownUrl(url)}`, connectFix)
  }
}
