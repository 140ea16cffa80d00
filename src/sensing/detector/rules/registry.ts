/** All rules that look at a scene, one line each. */
import type { Rule } from '../scene.ts'
import { congestion } from './congestion.ts'
import { pedestrian } from './pedestrian.ts'
import { stopped } from './stopped.ts'
import { unfit } from './unfit.ts'
import { wrongWay } from './wrong-way.ts'

export const RULES: readonly Rule[] = [stopped, pedestrian, wrongWay, congestion, unfit]

/** Stands in every warning: `stopped@1 pedestrian@1 …`. */
export const RULES_VERSION = RULES.map((rule) => `${rule.name}@${rule.version}`).join(' ')
