// Exits with 0 when the service beside it is ready. It reads PORT where the service does.
import { existsSync } from 'node:fs'

if (existsSync('.env')) process.loadEnvFile('.env')
const port = process.env.PORT?.trim() || 3000
const isReady = await fetch(`http://127.0.0.1:${port}/ready`).then(
  // What floods it through a proxy on this machine has this address too; it is there all the same.
  ({ ok, status }) => ok || status === 429,
  () => false,
)
process.exitCode = isReady ? 0 : 1
