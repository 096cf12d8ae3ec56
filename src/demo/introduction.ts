import { COMMANDS } from './commands.ts'
import { hasRadarr, hasSonarr } from './service-settings.ts'

/** What is real, what is not, and what to try, in a few lines for who has just started the demo. */
export function introduce(env: NodeJS.ProcessEnv): string[] {
  const isRadarrReal = hasRadarr(env)
  const isSonarrReal = hasSonarr(env)
  const model = env['LLM_MODEL']?.trim()
  return [
    sayWhatIsSimulated([
      ...(isRadarrReal ? [] : ['Radarr']),
      ...(isSonarrReal ? [] : ['Sonarr']),
      'Twilio',
    ]),
    ...(isRadarrReal ? [sayWhatIsReal('Radarr', env['RADARR_URL'])] : []),
    ...(isSonarrReal ? [sayWhatIsReal('Sonarr', env['SONARR_URL'])] : []),
    model ? `The model is ${model}.` : 'Plain commands stand in for a language model.',
    // Nobody is told to delete what is really there.
    `Try "is dune part two in?"${isRadarrReal ? '' : ' or "delete heat"'}.`,
    COMMANDS,
  ]
}

function sayWhatIsSimulated(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} is simulated.`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are simulated.`
}

function sayWhatIsReal(name: string, url: string | undefined): string {
  return `${name} at ${url} is the real one, so changes are real.`
}
