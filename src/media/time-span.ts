// [-][d.]hh:mm:ss[.fffffff], the way .NET writes a TimeSpan.
const TIME_SPAN = /^(-?)(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/

/** Milliseconds of a .NET TimeSpan such as `1.02:03:04.5000000`; undefined where it is none. */
export function parseTimeSpan(text: string): number | undefined {
  const parts = TIME_SPAN.exec(text)
  if (!parts) return undefined

  const [, sign, days = 0, hours, minutes, seconds] = parts
  const totalMinutes = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes)
  const milliseconds = Math.round((totalMinutes * 60 + Number(seconds)) * 1000)
  return sign ? -milliseconds : milliseconds
}
