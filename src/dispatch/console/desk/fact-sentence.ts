/** A fact of dispatch as one sentence; every kind of fact has its own, and a new kind does not compile without one. */

import { useText } from '../../../console/i18n/language.ts'
import type { AgencyId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { kindOf, type Numbered } from '../../../journal/fact.ts'
import type { IncidentFact } from '../../incident.ts'
import type { OrderFact } from '../../order.ts'
import type { WarningFact } from '../../warning.ts'
import { useDesk, useNames, useTerms } from './words.ts'

export function useFactSentence(): (told: Numbered, agency: AgencyId | null) => string {
  const t = useDesk()
  const terms = useTerms()
  const names = useNames()
  const text = useText()

  const ofWarning = (fact: WarningFact): string => {
    switch (fact.type) {
      case 'raised':
        return t('timeline.fact.raised', { what: terms(`warning.${fact.kind}`) })
      case 'judged':
        return t('timeline.fact.judged', { what: terms(`verdict.${fact.verdict}`) })
      case 'verdict-withdrawn':
        return t('timeline.fact.verdict-withdrawn')
      case 'supported':
        return t('timeline.fact.supported', { what: text(fact.source.label) })
    }
    return never(fact)
  }
  const ofIncident = (fact: IncidentFact): string => {
    switch (fact.type) {
      case 'opened':
        return t('timeline.fact.opened', {
          what: `${terms(`kind.${fact.kind}`)}, ${terms(`priority.p${fact.priority}`)}`,
        })
      case 'ordered':
        return fact.level === undefined
          ? t('timeline.fact.ordered', { what: fact.orders.length })
          : t('timeline.fact.orderedTo', { what: fact.orders.length, level: fact.level })
      case 'amended':
        return t('timeline.fact.amended', {
          what: [
            fact.kind ? terms(`kind.${fact.kind}`) : '',
            fact.priority ? terms(`priority.p${fact.priority}`) : '',
            fact.place ? text(fact.place.label) : '',
          ]
            .filter(Boolean)
            .join(', '),
        })
      case 'joined':
        return t(`timeline.fact.joined.${fact.report.from}`)
      case 'noted':
        return t('timeline.fact.noted', { what: fact.text })
      case 'reported':
        return t('timeline.fact.reported', { what: fact.version })
      case 'offered':
        return t('timeline.fact.offered', { what: names.agency(fact.to) })
      case 'offer-ended':
        return t(`timeline.fact.offerEnded.${fact.because}`)
      case 'parted':
      case 'merged':
      case 'unmerged':
      case 'absorbed':
      case 'released':
      case 'reopened':
        return t(`timeline.fact.${fact.type}`)
      case 'closed':
        return t('timeline.fact.closed', { what: terms(`outcome.${fact.outcome}`) })
    }
    return never(fact)
  }
  const ofOrder = (fact: OrderFact, to: string): string => {
    switch (fact.type) {
      case 'issued':
        return t('timeline.fact.issued', { agency: to, what: fact.unit ? names.unit(fact.unit) : '' }).trim()
      case 'delivery-failed':
        return t('timeline.fact.delivery-failed', { agency: to, what: fact.cause })
      case 'signed-for':
        return t('timeline.fact.signed-for', { agency: to, what: fact.unit ? names.unit(fact.unit) : '' }).trim()
      case 'rejected':
        return t('timeline.fact.rejected', { agency: to, what: terms(`cause.${fact.cause}`) })
      case 'delivered':
      case 'resent':
      case 'rang':
      case 'escalated':
      case 'set-out':
      case 'arrived':
      case 'cleared':
      case 'reinstated':
      case 'passed-on':
      case 'withdrawal-told':
      case 'pictured':
      case 'corrected':
        return t(`timeline.fact.${fact.type}`, { agency: to })
      case 'withdrawn':
        return t('timeline.fact.withdrawn', { agency: to, what: terms(`withdrawn.${fact.because ?? 'closed'}`) })
      case 'informed':
        return t('timeline.fact.informed', { agency: to, what: fact.version })
      case 'overdue':
        return t(`timeline.fact.overdue.${fact.clock}`, { agency: to })
    }
    return never(fact)
  }

  return ({ stream, fact }, agency) => {
    const kind = kindOf(stream)
    // The journal holds under each stream kind only facts of that kind: they were checked when they were appended.
    switch (kind) {
      case 'warning':
        return ofWarning(fact as WarningFact)
      case 'incident':
        return ofIncident(fact as IncidentFact)
      case 'order':
        return ofOrder(fact as OrderFact, agency ? names.agency(agency) : '')
      case 'unit':
      case 'plan':
      case 'road':
      case 'note':
      case 'room':
      case 'alert':
      case 'look-up':
      case 'access':
      case 'camera':
      case 'evidence':
        return fact.type
    }
    return never(kind)
  }
}
