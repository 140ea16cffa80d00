/**
 * NENA EIDO JSON (STA-021.1b, openapi.yaml 1.0.0): the shape of the document, judged as the official schema judges it.
 * The insides of NIEM components (persons, vehicles as things) are let through unread: nothing here uses them. Pure.
 */
import { z } from 'zod'

type Plain = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const string = z.string()
const strings = z.array(string)

/** RFC 3339 as the format `date-time` of JSON Schema has it; a leap second only at the end of a UTC day. */
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i
export function isDateTime(text: string): boolean {
  const found = DATE_TIME.exec(text)
  if (!found) return false
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number)
  const zoneHour = Number(found[8] ?? 0)
  const zoneMinute = Number(found[9] ?? 0)
  if (year === undefined || month === undefined || day === undefined) return false
  if (hour === undefined || minute === undefined || second === undefined) return false
  if (month < 1 || month > 12 || day < 1) return false
  if (day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return false
  if (zoneHour > 23 || zoneMinute > 59) return false
  if (hour <= 23 && minute <= 59 && second < 60) return true
  const sign = found[7] === '-' ? 1 : -1
  const utc = (hour * 60 + minute + sign * (zoneHour * 60 + zoneMinute) + 2 * 1440) % 1440
  return utc === 1439 && second < 61 && hour <= 23 && minute <= 59
}
const instant = string.refine(isDateTime, 'is no date and time with an offset')
const uri = string.refine((text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text), 'is no URI')

/** The schema gives ReferenceType no type: what is no object passes, and refers to nothing. */
const reference = z
  .unknown()
  .refine((value) => value !== undefined && (!isObject(value) || typeof value.$ref === 'string'), {
    error: 'refers to nothing: {"$ref": …} is wanted',
  })
const references = z.array(reference)
/** A component of NIEM: not read here. */
const niem = z.unknown()

const PROLOGUE = {
  $id: string,
  lastUpdateTimeStamp: instant,
  updatedByAgencyReference: reference,
  updatedByAgentReference: reference.optional(),
  AlternateValueReferences: references.optional(),
  externalInformationSourceReferences: references.optional(),
  mediaReferences: references.optional(),
}
/** Fields that the schema does not name may be there: they are kept. */
const component = <S extends z.ZodRawShape>(shape: S) => z.looseObject({ ...PROLOGUE, ...shape })
/** Every field optional, as most of a component's are. */
const maybe = <S extends z.ZodRawShape>(shape: S) => z.object(shape).partial().shape

const DEGREE = z.enum(['highest', 'high', 'normal', 'low', 'lowest'])

const callLegState = component({ callReference: reference, callStateRegistryText: string })

const agency = component({
  agencyRoleDescriptionRegistryText: strings,
  agencyType: strings,
  ...maybe({
    agencyJcard: string,
    notesReference: references,
    incidentOwningAgencyIndicator: z.boolean(),
    actingOnBehalfOfAgencyReference: references,
    agencyCallLegState: z.array(callLegState),
  }),
})

const agent = component({
  agentRoleRegistryText: strings.min(1),
  agencyReference: reference,
  ...maybe({
    agentJcard: string,
    agentWorkstationPositionIdentification: string,
    notesReference: references,
    agentCallLegState: z.array(callLegState),
  }),
})

const merge = component({
  incidentTrackingIdentifier: string,
  incidentMergeDirectionCode: z.enum(['REPLACING', 'REPLACED', 'SPLIT']),
})

const link = component({
  incidentTrackingIdentifier: string,
  linkDirectionCode: z.enum(['PARENT', 'CHILD', 'RELATED', 'UNLINK']),
  ...maybe({ transactionReasonText: string, involvedAgencyReference: reference }),
})

const notes = component({
  notesActionComments: string,
  ...maybe({ agentReference: reference, cautionReference: references }),
})

const additionalData = component(
  maybe({
    additionalDataByReferenceUrl: string,
    additionalDataByValue: string,
    additionalDataDereferencedFromReference: reference,
    urlPurpose: string,
    notesReference: references,
    cautionReference: references,
  }),
)

const location = component({
  locationTypeDescriptionRegistryText: string,
  ...maybe({
    locationByValue: string,
    locationByReferenceUrl: uri,
    locationDereferencedFromReference: reference,
    locationDescriptionText: string,
    crossStreetByValue: strings,
    crossStreetByReferenceUrl: strings,
    intersectingStreetByValue: strings,
    intersectingStreetByReferenceUrl: strings,
    cellTowerSectorId: string,
    additionalDataReference: references,
    localIdentifier: strings,
    notesReference: references,
  }),
})

const person = component({
  personIncidentRoleRegistryText: strings,
  ...maybe({
    ncPersonComponent: niem,
    callIdentifier: strings,
    locationReference: references,
    destinationReference: reference,
    eta: instant,
    notesReference: references,
    additionalDataReference: references,
    callBackReference: reference,
    personCallLegState: z.array(callLegState),
    itemReference: references,
  }),
})

const disposition = component({
  dispositionCommonRegistryCode: string,
  ...maybe({
    dispositionPrimaryIndicator: z.boolean(),
    dispositionCategoryText: string,
    dispositionDescriptionText: string,
    notesReference: references,
  }),
})

const vehicle = component({
  vehicleRelationshipType: strings.min(1),
  vehicleRelationshipTimeStamp: instant,
  ...maybe({
    ncVehicleComponent: niem,
    additionalDataReference: references,
    locationReference: references,
    destinationReference: reference,
    eta: instant,
    notesReference: references,
    jCommercialVehicleComponent: niem,
    itemReference: references,
  }),
})

const incident = component({
  incidentTypeCommonRegistryText: string,
  ...maybe({
    incidentTypeInternalCode: string,
    incidentTypeInternalText: string,
    incidentStatusInternalText: strings,
    incidentStatusCommonRegistryText: strings,
    internalIncidentId: string,
    agentReference: references,
    locationReference: references,
    personReference: references,
    organizationReference: references,
    vehicleReference: references,
    documentIdentification: strings,
    reportNumberType: string,
    incidentPriorityInternalText: string,
    incidentCommonPriorityNumber: z.int32(),
    beatOrDispatchGroupText: string,
    dispositionComponent: z.array(disposition),
    notesReference: references,
  }),
})

const call = component({
  callStateRegistryText: string,
  standardPrimaryCallType: string,
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  callStartTimestamp: instant,
  ...maybe({
    relatedCallIdentifier: strings,
    queueIdentifier: string,
    standardSecondaryCallType: string,
    localCallType: string,
    priorityIdentifier: DEGREE,
    additionalDataReference: references,
    answerDate: instant,
    agentReference: references,
    callBackReference: reference,
    verstat: string,
    sipIdentity: string,
    locationReference: references,
    notesReference: references,
    personReference: references,
    organizationReference: references,
    agencyReference: references,
  }),
})

const callback = component(
  maybe({
    callBackInformationUri: strings,
    deviceContactHeader: string,
    updatedCbn: component({ updatedCbnIdentifierUri: uri, ...maybe({ updatedCbnCallerDescription: string }) }),
  }),
)

const emergencyResource = component({
  emergencyResourceTypeCommonRegistryText: string,
  resourceAttributeRegistryText: strings,
  primaryUnitStatusRegistryText: string,
  secondaryUnitStatusRegistryText: strings,
  agentReference: references,
  ...maybe({
    emergencyResourceTypeInternalText: string,
    resourceAttributeInternalText: strings,
    emergencyResourceName: string,
    notesReference: references,
    unitStatusInternal: strings,
    unitLocationReference: reference,
    unitDestinationReference: reference,
    eta: instant,
    personReference: references,
    vehicleReference: references,
    itemReference: references,
    activeOnIncidentId: string,
    stackedOnIncidentId: strings,
  }),
})

const dispatch = component(
  maybe({
    agencyReference: reference,
    agentReference: reference,
    emergencyResourceReference: references,
    notesReference: references,
  }),
)

const alarmsSensors = component(
  maybe({ csaaAlarmInformation: string, alarmUrl: uri, agentReference: reference, notesReference: references }),
)

const media = component({
  uri: string.refine((text) => !/\s/.test(text)),
  contentType: string,
  ...maybe({ label: string }),
})

const shared = component({
  sharedCommunicationResourceType: string,
  ...maybe({
    sharedCommunicationResourceByReferenceUrl: string,
    sharedCommunicationResourceByValue: string,
    connectedSharedCommunicationResources: references,
    notesReference: references,
  }),
})

const externalSource = component({
  externalSourceRegistryText: string,
  ...maybe({ externalSourceAcessString: string }),
})

const caution = component({
  cautionTypeInternalText: string,
  cautionTypeCommonRegistryText: string,
  cautionSeverity: DEGREE,
  ...maybe({ cautionTypeCommonSubRegistryText: strings, cautionSource: string, startDate: instant }),
})

export const VOCABULARY = './JSON-LD_Contexts/EmergencyIncidentDataObjectType.jsonld'

export const eidoDocument = component({
  eidoVersion: z.literal('1.0'),
  issuingElementIdentification: string,
  agencyComponent: z.array(agency),
  ...maybe({
    eidoExtensionId: strings,
    mergeComponent: z.array(merge),
    linkComponent: z.array(link),
    incidentComponent: incident,
    callComponent: z.array(call),
    callbackComponent: z.array(callback),
    dispatchComponent: z.array(dispatch),
    notesComponent: z.array(notes),
    emergencyResourceComponent: z.array(emergencyResource),
    alarmsSensorsComponent: z.array(alarmsSensors),
    agentComponent: z.array(agent),
    additionalDataComponent: z.array(additionalData),
    locationComponent: z.array(location),
    personComponent: z.array(person),
    vehicleComponent: z.array(vehicle),
    cautionComponent: z.array(caution),
    mediaComponent: z.array(media),
    sharedCommunicationResourceComponent: z.array(shared),
    externalInformationSourceComponent: z.array(externalSource),
    '@context': z.looseObject({ '@vocab': z.literal(VOCABULARY).optional() }),
  }),
})
export type EidoDocument = z.infer<typeof eidoDocument>
