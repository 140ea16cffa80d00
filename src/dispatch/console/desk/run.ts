/** What was read from the command line is done: each verb by the act that its key and its button do. */
import i18next from 'i18next'
import { language } from '../../../console/i18n/language.ts'
import { nowByServer } from '../../../console/now.ts'
import { go } from '../../../console/route.ts'
import { theme } from '../../../console/theme.ts'
import { never } from '../../../core/result.ts'
import { showPicture } from '../../picture/console/shown.ts'
import { runRoom } from '../../shift/console/acts.ts'
import { sayDuty } from '../../units/console/say-duty.ts'
import {
  acceptCover,
  closeSelected,
  judgeSelected,
  openChooser,
  orderSelected,
  publishSelected,
  raiseSelected,
  refused,
  resendSelected,
  selectedIncident,
  undo,
} from './acts.ts'
import { callSaid, correctPlace, verifyPlace } from './call/call.ts'
import type { Command } from './commands.ts'
import { panel, sound } from './desk-state.ts'
import {
  amendSelected,
  mergeSelected,
  noteSelected,
  offerSelected,
  recallSelected,
  reopenSelected,
  reportSelected,
  splitSelected,
  swapSelected,
} from './event/acts.ts'
import { sayRoad } from './roads/acts.ts'
import { showReach } from './roads/reach.ts'
import { select, selectionNow } from './selection.ts'
import type { UnitCommand } from './unit-command.ts'

const _desk = i18next.getFixedT(null, 'desk')
const _unitWords = i18next.getFixedT(null, 'units')

function sayOfUnit(command: UnitCommand): void {
  if (command.says === null) {
    panel.set('units')
    return
  }
  const { says, unit } = command
  void sayDuty(unit, says.type === 'rest' ? { type: 'rest', until: nowByServer() + says.forMs } : says)
}

/** Runs what was read from the command line. */
export function run(command: Command): void {
  switch (command.verb) {
    case 'true':
      openChooser({
        ...(command.kind ? { kind: command.kind } : {}),
        ...(command.priority ? { priority: command.priority } : {}),
      })
      return
    case 'false':
      judgeSelected('false')
      return
    case 'cannot':
      judgeSelected('cannot-tell')
      return
    case 'order':
      orderSelected(command.sends.length > 0 ? command.sends : null)
      return
    case 'close':
      closeSelected(command.outcome)
      return
    case 'resend':
      resendSelected()
      return
    case 'publish':
      publishSelected(command.on)
      return
    case 'amend':
      amendSelected(command.amendment)
      return
    case 'note':
      noteSelected(command.text)
      return
    case 'caller':
      reportSelected()
      return
    case 'merge':
      mergeSelected(command.into)
      return
    case 'split':
      splitSelected()
      return
    case 'hand':
      offerSelected(command.to)
      return
    case 'recall':
      recallSelected(command.who)
      return
    case 'swap':
      swapSelected(command.from, command.to)
      return
    case 'picture':
      showPicture(command.n)
      return
    case 'reopen':
      reopenSelected()
      return
    case 'level':
      raiseSelected(command.level)
      return
    case 'unit':
      sayOfUnit(command)
      return
    case 'cover':
      acceptCover()
      return
    case 'rules':
      go('/plans')
      return
    case 'paper':
      go('/forms')
      return
    case 'wall':
      go('/wall')
      return
    case 'past': {
      // A page of its own: what follows the present must not go on beside the past.
      const selection = selectionNow()
      location.assign(selection ? `/replay?${selection.what}=${selection.id}` : '/replay')
      return
    }
    case 'log':
    case 'shift':
    case 'broadcast':
    case 'tell':
    case 'read':
    case 'lookout':
    case 'hold':
    case 'take-up':
    case 'lend':
    case 'premises':
    case 'report':
    case 'exercise':
      runRoom(command)
      return
    case 'undo':
      undo()
      return
    case 'go':
      select(command.to)
      return
    case 'new':
      void callSaid(command.kind, command.place)
      return
    case 'reach':
      void showReach(command.place, command.place === '' ? (selectedIncident()?.opened.place.position ?? null) : null)
      return
    case 'road':
      if (command.said.ok) void sayRoad(command.said.value)
      else refused(i18next.t(`roads:unread.${command.said.refusal}`))
      return
    case 'place': {
      const incident = selectedIncident()
      if (!incident) return
      if (command.place === null) verifyPlace(incident)
      else correctPlace(incident.id, command.place)
      return
    }
    case 'lang':
      language.set(command.language)
      return
    case 'theme':
      theme.set(command.theme)
      return
    case 'sound':
      sound.set(command.on ? 'on' : 'off')
      return
    case 'help':
      panel.set('keys')
      return
  }
  never(command)
}
