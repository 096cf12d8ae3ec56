/** What a check has to say of one thing. `fix` is one line and says what to do. */
export type Finding =
  | { type: 'good'; subject: string; says: string }
  /** Not set up, or not looked at; nothing to mend here. */
  | { type: 'skipped'; subject: string; says: string }
  | { type: 'wrong'; subject: string; says: string; fix: string }

/** Makes findings on `subject`. */
export function findingsOn(subject: string) {
  return {
    good: (says: string): Finding => ({ type: 'good', subject, says }),
    skipped: (says: string): Finding => ({ type: 'skipped', subject, says }),
    wrong: (says: string, fix: string): Finding => ({ type: 'wrong', subject, says, fix }),
  }
}

export const SEE_SETTINGS = 'not looked at: see its settings above'
