/** All words of all pages in both languages; English gives the shape, and a key that Chinese lacks does not compile. */

import { auditEn, auditZh } from '../../access/console/audit/words.ts'
import { signInEn, signInZh } from '../../access/console/words.ts'
import { agencyEn, agencyZh } from '../../dispatch/console/agency/words.ts'
import { changedEn, changedZh } from '../../dispatch/console/changed/words.ts'
import { callEn, callZh } from '../../dispatch/console/desk/call/words.ts'
import { eventEn, eventZh } from '../../dispatch/console/desk/event/words.ts'
import { deskEn } from '../../dispatch/console/desk/words-en.ts'
import { deskZh } from '../../dispatch/console/desk/words-zh.ts'
import { fieldEn, fieldZh } from '../../dispatch/console/field/words.ts'
import { methaneEn, methaneZh } from '../../dispatch/console/methane/words.ts'
import { roadsEn, roadsZh } from '../../dispatch/console/roads/words.ts'
import { exchangeEn, exchangeZh } from '../../dispatch/exchange/console/words.ts'
import { laterEn, laterZh } from '../../dispatch/later/console/words.ts'
import { notesEn, notesZh } from '../../dispatch/notes/console/words.ts'
import { picturesEn, picturesZh } from '../../dispatch/picture/console/words.ts'
import { plansEn, plansZh } from '../../dispatch/plans/console/words.ts'
import { pushEn, pushZh } from '../../dispatch/push/console/words.ts'
import { recommendEn, recommendZh } from '../../dispatch/recommend/console/words.ts'
import { replayEn, replayZh } from '../../dispatch/replay/console/words.ts'
import { reportPageEn, reportPageZh } from '../../dispatch/report/console/words.ts'
import { roomEn, roomZh } from '../../dispatch/shift/console/words.ts'
import { termsEn, termsZh } from '../../dispatch/terms.ts'
import { unitsEn, unitsZh } from '../../dispatch/units/console/words.ts'
import { wallEn, wallZh } from '../../dispatch/wall/console/words.ts'
import { camerasEn, camerasZh } from '../../sensing/console/cameras/words.ts'
import { evidenceEn, evidenceZh } from '../../sensing/console/evidence/words.ts'
import { ptzEn, ptzZh } from '../../sensing/console/ptz/words.ts'
import { refusalsEn, refusalsZh } from './refusals.ts'
import type { SameKeys } from './shape.ts'
import { shellEn, shellZh } from './shell-words.ts'

const en = {
  shell: shellEn,
  refusals: refusalsEn,
  signIn: signInEn,
  audit: auditEn,
  terms: termsEn,
  desk: deskEn,
  event: eventEn,
  call: callEn,
  notes: notesEn,
  room: roomEn,
  methane: methaneEn,
  roads: roadsEn,
  agency: agencyEn,
  changed: changedEn,
  field: fieldEn,
  push: pushEn,
  exchange: exchangeEn,
  recommend: recommendEn,
  pictures: picturesEn,
  plans: plansEn,
  units: unitsEn,
  wall: wallEn,
  replay: replayEn,
  report: reportPageEn,
  later: laterEn,
  cameras: camerasEn,
  evidence: evidenceEn,
  ptz: ptzEn,
}

const zh: SameKeys<typeof en> = {
  shell: shellZh,
  refusals: refusalsZh,
  signIn: signInZh,
  audit: auditZh,
  terms: termsZh,
  desk: deskZh,
  event: eventZh,
  call: callZh,
  notes: notesZh,
  room: roomZh,
  methane: methaneZh,
  roads: roadsZh,
  agency: agencyZh,
  changed: changedZh,
  field: fieldZh,
  push: pushZh,
  exchange: exchangeZh,
  recommend: recommendZh,
  pictures: picturesZh,
  plans: plansZh,
  units: unitsZh,
  wall: wallZh,
  replay: replayZh,
  report: reportPageZh,
  later: laterZh,
  cameras: camerasZh,
  evidence: evidenceZh,
  ptz: ptzZh,
}

export const words = { en, zh }
export type Words = typeof en
