interface Person {
  name: string | null
  phone: string
}

/** Who is in and goes by a name that people read as this one; `phone` is its own. */
export function namesakeOf<User extends Person & { status: string }>(
  { name, phone }: Person,
  users: readonly User[],
): User | undefined {
  const seen = nameAsSeen(name)
  if (seen === '') return undefined
  return users.find(
    (user) => user.status === 'active' && user.phone !== phone && nameAsSeen(user.name) === seen,
  )
}

/** A name as it is compared: in small letters, without accents and apostrophes. */
export function foldedName(name: string | null): string {
  return (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['\u2018\u2019]/g, '')
    .toLowerCase()
}

// Small letters of Cyrillic and Greek, and below each the one of Latin that a phone draws alike.
const DRAWN = 'авекмнорстухіјѕԁһαβεικνορτυχ'
const AS_LATIN = 'abekmhopctyxijsdhabeikvoptux'

/** A name as an eye takes it: without spaces and dots too, and whatever script its letters are of. */
export function nameAsSeen(name: string | null): string {
  return foldedName(name)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(
      /[\p{Script=Greek}\p{Script=Cyrillic}]/gu,
      (letter) => AS_LATIN[DRAWN.indexOf(letter)] ?? letter,
    )
}
