/** Knocks at the doors of other houses' systems: signed EIDO documents and the link of an order by mail. */
import { createHmac, randomUUID } from 'node:crypto'
import { id } from '../../src/core/ids.ts'
import { replyKey } from '../../src/dispatch/io/agencies/mail.ts'
import { SECRET } from '../audit-centre.ts'
import type { Part } from './room.ts'

export const partnerSamples: Part = async ({ duty, incident, order }) => {
  const handedOver = () => ({
    $id: `urn:emergency:uid:incidentid:${randomUUID()}:ambulance.example`,
    lastUpdateTimeStamp: new Date().toISOString(),
    updatedByAgencyReference: { $ref: 'ambulance.example' },
    eidoVersion: '1.0',
    issuingElementIdentification: 'ambulance.example',
    agencyComponent: [],
  })
  const link = async (): Promise<string> => {
    const sent = (await order('mail-rescue')).order
    return `/reply/${sent}/${replyKey(SECRET, id<'order'>(sent))}`
  }
  return [
    {
      door: 'POST /api/agencies/:agency/eido',
      as: null,
      names: 'ambulance-120',
      ask: async () => {
        const body = JSON.stringify(handedOver())
        const signedAt = Date.now()
        const v1 = createHmac('sha256', SECRET).update(`${signedAt}.${body}`).digest('hex')
        return {
          path: '/api/agencies/ambulance-120/eido',
          body,
          headers: { 'firstminute-signature': `t=${signedAt},v1=${v1}` },
        }
      },
      expect: 202,
    },
    {
      door: 'GET /api/incidents/:id/eido',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/eido` }),
      expect: 200,
    },
    { door: 'GET /reply/:order/:key', as: null, ask: async () => ({ path: await link() }), expect: 200 },
    {
      door: 'POST /reply/:order/:key/:answer',
      as: null,
      names: 'mail-rescue',
      ask: async () => ({
        path: `${await link()}/signed-for`,
        body: 'number=17',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      expect: 200,
    },
  ]
}
