/** Every refusal that a screen may have to say, in both languages: one that nobody has put into words does not compile. The sentences stand in refusals/. */

import type { FormRefusal } from '../../dispatch/console/desk/roads/between.ts'
import type { AlertRefusal } from '../../dispatch/exchange/alert.ts'
import type { MessageRefusal } from '../../dispatch/exchange/road-message.ts'
import type { IncidentRefusal } from '../../dispatch/incident.ts'
import type { PaperRefusal } from '../../dispatch/later/paper.ts'
import type { NoteRefusal } from '../../dispatch/notes/note.ts'
import type { OrderRefusal } from '../../dispatch/order.ts'
import type { JpegRefusal } from '../../dispatch/picture/jpeg.ts'
import type { PlanEditRefusal } from '../../dispatch/plans/life.ts'
import type { PushRefusal } from '../../dispatch/push/subscription.ts'
import type { BroadcastRefusal } from '../../dispatch/shift/broadcast.ts'
import type { EntryRefusal } from '../../dispatch/shift/entry.ts'
import type { HoldRefusal } from '../../dispatch/shift/hold.ts'
import type { LoanRefusal } from '../../dispatch/shift/loan.ts'
import type { LookOutRefusal } from '../../dispatch/shift/look-out.ts'
import type { ShiftRefusal } from '../../dispatch/shift/shift.ts'
import type { UnitEditRefusal } from '../../dispatch/units/duty.ts'
import type { WarningRefusal } from '../../dispatch/warning.ts'
import type { ConditionRefusal } from '../../roads/conditions/condition.ts'
import type { StretchRefusal } from '../../roads/conditions/stretch.ts'
import type { PlaceRefusal } from '../../roads/place-finder.ts'
import type { CalibrationRefusal } from '../../sensing/calibration.ts'
import type { EvidenceRefusal } from '../../sensing/evidence/evidence.ts'
import type { ClipRefusal } from '../../sensing/eyes.ts'
import type { DeviceRefusal } from '../../sensing/ptz/device.ts'
import type { PtzRefusal } from '../../sensing/ptz/ptz.ts'
import type { OwnRefusal } from '../api.ts'
import { doorsEn, doorsZh } from './refusals/doors.ts'
import { eventsEn, eventsZh } from './refusals/events.ts'
import { exchangeEn, exchangeZh } from './refusals/exchange.ts'
import { roadsEn, roadsZh } from './refusals/roads.ts'
import { roomEn, roomZh } from './refusals/room.ts'
import { sensingEn, sensingZh } from './refusals/sensing.ts'

/** Refusals of the doors themselves, as server/ and access/ name them. */
type DoorRefusal =
  | 'conflict'
  | 'no-roads'
  | 'key-reused'
  | 'not-signed-in'
  | 'not-allowed'
  | 'not-found'
  | 'wrong-name-or-password'
  | 'too-many-attempts'
  | 'too-many'
  | 'busy'
  | 'busy-try-again'
  | 'bad-input'
  | 'bad-json'
  | 'bad-request'
  | 'too-slow'
  | 'body-too-large'
  | 'wrong-origin'
  | 'bug'
  | 'not-a-unit'
  | 'not-a-roadside-sensor'
  | 'other-unit'
  | 'unit-not-of-agency'
  | 'purpose-needed'
  | 'purpose-unknown'
  | 'purpose-not-yours'
  | 'purpose-closed'
  | 'purpose-of-another-incident'
  | 'not-in-vault'
  | 'erased'
  | 'vault-damaged'
  | 'not-a-demo-person'
  | 'unknown-agency'
  | 'unknown-plan'
  | 'unit-twice'
  | 'as-urgent'
  | 'no-caller'
  | 'not-timely'
  | 'unknown-sight'
  | 'span-too-long'
  | 'no-font'
  | 'not-an-identifier'
  | 'no-detector'
  | 'clip-missing'
  | 'range-unsatisfiable'
  | 'camera-fixed'
  | 'no-video'
  | 'no-picture-yet'
  | 'metres-missing'
  | 'points-few'
  | 'media-type'
  | 'picture-erased'
  | 'picture-gone'
  | 'picture-unreadable'

type Known =
  | IncidentRefusal
  | NoteRefusal
  | PaperRefusal
  | AlertRefusal
  | MessageRefusal
  | EntryRefusal
  | ShiftRefusal
  | BroadcastRefusal
  | LookOutRefusal
  | HoldRefusal
  | LoanRefusal
  | 'no-plate'
  | OrderRefusal
  | JpegRefusal
  | PushRefusal
  | PlanEditRefusal
  | UnitEditRefusal
  | WarningRefusal
  | CalibrationRefusal
  | ClipRefusal
  | EvidenceRefusal
  | PtzRefusal
  | DeviceRefusal
  | PlaceRefusal
  | ConditionRefusal
  | StretchRefusal
  | FormRefusal
  | OwnRefusal
  | DoorRefusal

export const refusalsEn: Record<Known | 'away' | 'server-away' | 'unknown', string> = {
  ...eventsEn,
  ...roomEn,
  ...exchangeEn,
  ...roadsEn,
  ...sensingEn,
  ...doorsEn,
}

export const refusalsZh: typeof refusalsEn = {
  ...eventsZh,
  ...roomZh,
  ...exchangeZh,
  ...roadsZh,
  ...sensingZh,
  ...doorsZh,
}
