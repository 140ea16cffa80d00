/** One seed for every property test of a run, so that a red run can be had again: FIRSTMINUTE_SEED names another, `random` roams. */
import fc from 'fast-check'

const wanted = process.env.FIRSTMINUTE_SEED ?? '20261220'
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) })
