/** The answer to a mere hello, the only one in which STOP is named beside the help. */
export function greetingFor(name: string | null): string {
  return `Hi${name ? ` ${name}` : ''}, I look after the films and shows here. Text a title to find it, or "what's new". Reply ? for more, STOP to end.`
}
