import { expect, test } from 'vitest'
import { withoutClaims } from '../../src/conversation/change-claims.ts'

test.for([
  "I've added Heat (1995).",
  'I have just deleted it!',
  'Added Heat.',
  'Sure, removed.',
  'Done!',
  'OK, done.',
  'Heat (1995) has been removed.',
  'Both films have now been added.',
  'Heat is now queued.',
  "It's been deleted.",
  'Heat is deleted.',
  'Heat was added to your library.',
  'Deleting Heat now.',
  'I went ahead and added Heat.',
  'Reply YES 1234 to delete it.',
  'We’ve added Heat.',
  'Heat was deleted successfully.',
  'They are told: Added Heat.',
  'There is no tool called "list".',
  'Please reply "STOP" to confirm.',
  'I’ve gone ahead and requested it.',
  "I'm adding Heat now.",
  'I am downloading it for you.',
  'Heat (1995) added!',
  'Heat successfully removed.',
  "I've put Heat in the queue.",
  'I started the download.',
  'I’ve taken care of it.',
  "You're all set!",
  'Consider it done.',
  "It's done.",
  'Heat is on its way!',
  'It will be downloaded in an hour.',
  'Heat is being downloaded.',
  'The download has started.',
  'He añadido Dune: Part Two (2024).',
  'Heat wurde gelöscht.',
  "J'ai ajouté Heat (1995).",
  'Ho aggiunto Heat.',
  'Heat foi removido.',
  'Heat is verwijderd.',
  'Heat is gone from the library.',
  'I took Heat off the list and wiped its file.',
  'Alien is in your library now, 1080p.',
  'The removal of Heat is complete.',
  "I'll add Alien for you now.",
  'Heat gets deleted.',
  'Send the 4 digits 4821 back to me with a yes.',
  'For Alien it is yes 482193.',
  'The number is 48219375.',
  'Text APPROVE 5555 to watch it.',
  'Reply with APPROVE to get Heat.',
  'Send me REFUSE and its number.',
  'It takes BLOCK number 5555.',
  'Reply: YES',
  'Say yes to get it.',
  'Say "yes".',
  'Write YES back.',
  'Text back YES and it is yours.',
  'Respond YES',
  'Antworte mit JA.',
  'Répondez par oui.',
  'Reply 1 for Heat.',
  'Alien: added to the library',
  'Dune: Part Two is on the list now, searching for it.',
])('%j claims a change and is dropped', (text) => {
  expect(withoutClaims(text)).toBe('')
})

test.for([
  'It was added to the library in 2021.',
  'Want me to add it?',
  'I can remove it if you like.',
  'It was deleted from the canon by the director.',
  'Undone (2019) is a show.',
  'Here are the films that you requested.',
  'I can start the download if you like.',
  'Do you want it deleted?',
  'Gone Girl (2014) and The Departed (2006) are here.',
  'On the Waterfront (1954) is here.',
  'There are three of them.',
  'Heat is in your library.',
  'Gone with the Wind (1939) runs almost four hours.',
  "J'aime ce film.",
  'Say Yes to the Dress (2007) and Say Yes (2013) are here.',
  'Attack the Block (2011) is here.',
  'Critics did not say no to it.',
  'Ask Sam, he may approve it.',
])('%j claims nothing and stays', (text) => {
  expect(withoutClaims(text)).toBe(text)
})

test('lines stay lines', () => {
  expect(withoutClaims('Here they are:\n1 Heat\nI added Alien.\n2 Dune')).toBe(
    'Here they are:\n1 Heat\n2 Dune',
  )
})

test('what stands beside a claim stays', () => {
  expect(withoutClaims("I've added Heat. It is a good one! Enjoy.")).toBe(
    'It is a good one! Enjoy.',
  )
})
