/** The answer to a mere hello, the only one in which STOP is named beside the help: in a terminal it ends nothing. */
export function greetingFor(name: string | null, isInTerminal = false): string {
  const more = isInTerminal ? 'Reply ? for more.' : 'Reply ? for more, STOP to end.'
  return `Hi${name ? ` ${name}` : ''}, I look after the films and shows here. Text a title to find it, or "what's new". ${more}`
}
