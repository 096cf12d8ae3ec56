import { ZodError } from 'zod'
import { TwilioAnswerError } from '../errors.ts'
import { toTwilioAddress } from '../sms/addresses.ts'
import type { SendFrom } from '../sms/twilio-sender.ts'
import { networkFailure } from './network-failure.ts'

export interface Trouble {
  says: string
  fix: string
}

const WRONG_CREDENTIALS = 20003
const INACTIVE = 20005

export const INACTIVE_ACCOUNT_FIX = "Sign in to Twilio's console; it says there what is missing."

/** What an error of `createTwilioAccount` means to an operator; undefined for a bug of ours. */
export function twilioTrouble(error: unknown, hasStandIn: boolean): Trouble | undefined {
  const isUnreadable = error instanceof TwilioAnswerError && error.status < 300
  if (isUnreadable || error instanceof ZodError) {
    return {
      says: 'what answered is not Twilio',
      fix: hasStandIn ? 'Leave TWILIO_API_BASE_URL out.' : 'Look for a proxy on the way to Twilio.',
    }
  }
  if (error instanceof TwilioAnswerError) return answeredTrouble(error)
  const failure = networkFailure(error)
  if (!failure) return undefined
  const fix = hasStandIn
    ? failure.fix('TWILIO_API_BASE_URL')
    : "Check this machine's internet connection and name service."
  return { says: `not reached: ${failure.says}`, fix }
}

function answeredTrouble({ status, twilioCode: code }: TwilioAnswerError): Trouble {
  if (code === INACTIVE) return { says: 'the account is not active', fix: INACTIVE_ACCOUNT_FIX }
  if (status === 401 || code === WRONG_CREDENTIALS) {
    return {
      says: 'refuses the credentials',
      fix: "Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the first page of Twilio's console.",
    }
  }
  return {
    says: `answered ${code ?? status}`,
    fix: 'Try again in a while; https://status.twilio.com says whether it is down.',
  }
}

/** `the number ending 0100` */
export function senderInWords(sender: SendFrom): string {
  if ('messagingServiceSid' in sender) return 'the messaging service'
  const what = sender.phoneNumber.channel === 'whatsapp' ? 'WhatsApp sender' : 'number'
  return `the ${what} ending ${toTwilioAddress(sender.phoneNumber).slice(-4)}`
}

export function missingSender(sender: SendFrom): Trouble {
  const setting = 'phoneNumber' in sender ? 'TWILIO_PHONE_NUMBER' : 'TWILIO_MESSAGING_SERVICE_SID'
  return {
    says: `${senderInWords(sender)} is not in this account`,
    fix: `Correct ${setting}, or set the account that it belongs to.`,
  }
}

export function whatsappSentence(url: string): string {
  return `Set it in Twilio's console under Messaging, Senders, WhatsApp senders, with POST: ${url}`
}
