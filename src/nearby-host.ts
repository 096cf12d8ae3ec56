import { isIP } from 'node:net'

/** Whether a URL's host is this machine, or is on a network of one's own by its address or name. */
export function isNearby(hostname: string): boolean {
  const kind = isIP(hostname.replaceAll(/[[\]]/g, ''))
  if (kind === 4) return /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname)
  if (kind === 6) return /^\[(::1\]|f[cd]|fe80)/.test(hostname)
  return !hostname.includes('.') || /\.(local|lan|home|internal|home\.arpa)$/.test(hostname)
}
