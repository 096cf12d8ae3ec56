import { BlockList, isIP } from 'node:net'
import { type Finding, findingsOn, SEE_SETTINGS } from '../finding.ts'

const { good, skipped, wrong } = findingsOn('Public URL')

const LOCAL_NAME = /(^|\.)(localhost|local|lan|home|internal|home\.arpa)$/
const EXAMPLE = /(^|\.)example\.(com|net|org)$/

/** Looks at the shape alone: whether Twilio gets through is seen when a text arrives. */
export function checkPublicUrls(urls: readonly string[] | undefined): Finding[] {
  if (!urls) return [skipped(SEE_SETTINGS)]
  return urls.map((url) => {
    const problem = problemOf(new URL(url))
    return problem ? wrong(`${url} ${problem.says}`, problem.fix) : good(url)
  })
}

function problemOf({ hostname, pathname }: URL): { says: string; fix: string } | undefined {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (pathname.includes('/webhooks')) {
    return {
      says: 'has a path too many',
      fix: 'Leave /webhooks and what follows out of PUBLIC_BASE_URL.',
    }
  }
  if (EXAMPLE.test(hostname)) {
    return { says: 'is an example', fix: 'Set PUBLIC_BASE_URL to the name of your own service.' }
  }
  if (isPrivate(address) || LOCAL_NAME.test(hostname) || !/[.:]/.test(hostname)) {
    return {
      says: 'is known in your own network alone',
      fix: 'Set PUBLIC_BASE_URL to a name that Twilio can reach, through a tunnel or a proxy.',
    }
  }
  if (isIP(address)) {
    return {
      says: 'is an IP address',
      fix: 'Set PUBLIC_BASE_URL to a name with a certificate.',
    }
  }
  return undefined
}

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix)
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6')
}

function isPrivate(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
