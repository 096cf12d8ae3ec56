import type { ToolOutcome } from '../db/column-types.ts'

export const noRadarr: ToolOutcome = {
  type: 'failure',
  text: "Films aren't set up here yet, so I can't look after them.",
}
