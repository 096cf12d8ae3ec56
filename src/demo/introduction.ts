import { COMMANDS } from './commands.ts'
import { hasRadarr } from './service-settings.ts'

/** What is real, what is not, and what to try, in a few lines for who has just started the demo. */
export function introduce(env: NodeJS.ProcessEnv): string[] {
  const isRadarrReal = hasRadarr(env)
  const model = env['LLM_MODEL']?.trim()
  return [
    isRadarrReal
      ? `Twilio is simulated. Radarr at ${env['RADARR_URL']} is the real one, so changes are real.`
      : 'Radarr and Twilio are simulated.',
    model ? `The model is ${model}.` : 'Plain commands stand in for a language model.',
    // Nobody is told to delete what is really there.
    `Try "is dune part two in?"${isRadarrReal ? '' : ' or "delete heat"'}.`,
    COMMANDS,
  ]
}
