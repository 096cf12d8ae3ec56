/** `npm run test:faults` tries everything that can go wrong, `npm test` what tells most for its time. */
export const isInFull = process.env['USHERR_FAULTS'] === 'full'

/** What random moments are drawn from; set it to see again what a failed test has seen. */
export const seed = Number(process.env['USHERR_SEED'] ?? Math.floor(Math.random() * 2 ** 32))
