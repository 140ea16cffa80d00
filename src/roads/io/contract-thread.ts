/** A thread that contracts one profile's search graph and tells how far it is. */
import { parentPort, workerData } from 'node:worker_threads'
import { type ArcList, contract } from '../hierarchy/contract.ts'
import type { Hierarchy } from '../hierarchy/hierarchy.ts'

export type ContractSaid =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'done'; readonly hierarchy: Hierarchy }

const say = (said: ContractSaid): void => parentPort?.postMessage(said)
const arcs: ArcList = workerData // what import.ts hands over
say({ kind: 'done', hierarchy: contract(arcs, (share) => say({ kind: 'share', share })) })
