import type { Text } from '../db/inbox.ts'
import {
  answerAtDoor,
  type Arrival,
  arrive,
  type DoorAnswer,
  isAnswerToName,
} from '../db/sign-ups.ts'
import type { User } from '../db/users.ts'
import type { Transactions } from './commit-queue.ts'

export function createSignUpsStore({ read, write, now }: Transactions) {
  return {
    arrive: (user: User | undefined, arrival: Arrival) =>
      write((tx) => arrive(tx, user, arrival, now())),
    isAnswerToName: (userId: string, text: Pick<Text, 'afterOutboxId'>) =>
      read((tx) => isAnswerToName(tx, userId, text)),
    answer: (answer: DoorAnswer) => write((tx) => answerAtDoor(tx, answer, now())),
  }
}
