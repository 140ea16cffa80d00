/** The rules on tracks in force. */
import type { RoadRule } from '../scene.ts'
import { congestion } from './congestion.ts'
import { pedestrian } from './pedestrian.ts'
import { stopped } from './stopped.ts'
import { wrongWay } from './wrong-way.ts'

export const ROAD_RULES: readonly RoadRule[] = [stopped, wrongWay, pedestrian, congestion]

/** Goes into every warning, so that the decision can be explained later. */
export const ROAD_RULES_VERSION = ROAD_RULES.map(({ name, version }) => `tracks-${name}@${version}`).join(' ')
