/** Phrases that several parts of the desk build alike: who somebody is, what an agency or a unit is called. */
import { useTranslation } from 'react-i18next'
import { useCell } from '../../../console/cell.ts'
import { useText } from '../../../console/i18n/language.ts'
import { usePeople } from '../../../console/people.ts'
import { reference } from '../../../console/reference.ts'
import type { AgencyId, UnitId } from '../../../core/ids.ts'

export type Names = {
  readonly agency: (id: AgencyId) => string
  readonly unit: (id: UnitId) => string
  readonly person: (id: string) => string
}

export function useNames(): Names {
  const text = useText()
  const known = useCell(reference)
  const people = usePeople()
  return {
    agency(agencyId) {
      const agency = known.agency.get(agencyId)
      return agency ? text(agency.name) : agencyId
    },
    unit(unitId) {
      const unit = known.unit.get(unitId)
      return unit ? text(unit.label) : unitId
    },
    person(personId) {
      const name = people.get(personId)
      return name ? text(name) : personId
    },
  }
}

export const useDesk = () => useTranslation('desk').t
export const useTerms = () => useTranslation('terms').t
