const PART =
  '(?:the )?(?:sound|audio|picture|video|image|subtitles?|subs|captions|dubbing|voices?|language)'
const BAD =
  '(?:off|bad|wrong|broken|missing|gone|awful|terrible|horrible|distorted|garbled|blurry|not working|out of sync|not in sync|too quiet)'
const IS = '(?:is|are|seems?|sounds?|looks?)'
const IS_BAD = `(?:(?:${IS} )?(?:(?:really|very|so|all|completely|totally|a bit) )?${BAD}|(?:is|are|does|do)n'?t (?:right|working|work|in sync|there))`
const IN = '(?:in|of|on|for|with)'
const BETTER = '(?:better|new|another|different|good|proper)'

/** Something is not here though it should be, or is here and bad. The one group is the title. */
export const COMPLAINTS: ReadonlyArray<readonly ['why' | 'replace_copy', RegExp[]]> = [
  [
    'why',
    patterns(
      "(?:but |so )?why(?: is|'?s) (.+?) (?:still )?not (?:here|in|there)(?: yet| already)?",
      "(?:but |so )?why isn'?t (.+?) (?:here|in|there)(?: yet| already)?",
      "where(?: is|'?s| are) (.+)",
      "what(?: is|'?s) (?:wrong|up|happening|going on) with (.+)",
      "what(?: is|'?s) (?:keeping|holding up|taking) (.+?)(?: so long)?",
    ),
  ],
  [
    'replace_copy',
    patterns(
      `${PART} ${IS_BAD} ${IN} (.+)`,
      `${PART} ${IN} (.+?) ${IS_BAD}`,
      `(.+?) has (?:got )?(?:a |the )?(?:no|${BAD}) ${PART}`,
      `(?:there(?: is|'?s| are) )?(?:no|${BAD}) ${PART} ${IN} (.+)`,
      "(.+?)(?: is|'s) in the wrong language",
      "(?:(?:it'?s|that'?s|we have) )?(?:a )?bad copy of (.+)",
      '(?:the|this|that|our) copy of (.+?) is (?:bad|broken|no good|awful|terrible)',
      'is (.+?) broken',
      "(.+?)(?: is|'s) (?:a bad copy|broken)",
      `(?:get|find|grab|download)(?: me| us)? (?:a )?${BETTER} copy of (.+)`,
      '(?:replace|fix) (?:(?:the|this|that|our) copy of )?(.+)',
    ),
  ],
]

// "s2e3", "season 2 episode 3", "episode 3 of"
const EPISODE =
  /[\s,]+s\d{1,2}[\s,]?e\d{1,3}$|(?:[\s,]+season \d{1,2})?[\s,]+episode \d{1,3}$|^episode \d{1,3} of /i

/** Where something is bad it is often one episode that is named; the show alone is the title. */
export function withoutEpisode(words: string): string {
  return words.replace(EPISODE, '')
}

function patterns(...phrases: string[]): RegExp[] {
  return phrases.map((phrase) => new RegExp(`^${phrase}$`, 'i'))
}
