export interface Person {
  name: string
  role: 'admin' | 'member' | 'stranger'
  /** E.164, of the numbers that are kept for fiction. */
  phone: string
}

export const SAM: Person = { name: 'Sam', role: 'admin', phone: '+14155550101' }
export const KIM: Person = { name: 'Kim', role: 'member', phone: '+14155550102' }
/** Nobody knows them, so they are called by their phone. */
export const STRANGER: Person = { name: '+14155550199', role: 'stranger', phone: '+14155550199' }

export const PEOPLE: readonly Person[] = [SAM, KIM, STRANGER]
