import { pino } from 'pino'
import type { Ping } from '../../src/health/ping.ts'
import { createProbes } from '../../src/health/probes.ts'

// One that is never answered and one that rests until its next minute.
const hanging: Ping = () => new Promise(() => {})
const probes = createProbes({
  pings: { radarr: hanging, model: async () => 'up' },
  log: pino({ level: 'silent' }),
})
probes.start()
setImmediate(() => void probes.stop())
