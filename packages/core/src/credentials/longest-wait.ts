/** Seconds that `setTimeout` can hold; of more it makes a millisecond. */
export const LONGEST_WAIT = 2_147_483
