/** Dispatch's terms for people, shared by screens and printed reports: one word for one thing (docs/glossary.md). */
import type { Carriageway } from '../core/place.ts'
import type { UnitKind } from './forces.ts'
import type { IncidentKind, Outcome, Priority } from './incident.ts'
import type { OrderState, RejectionCause, WithdrawnBecause } from './order.ts'
import type { Verdict, WarningKind } from './warning.ts'

export const termsEn = {
  kind: {
    'stopped-vehicle': 'Vehicle stopped',
    'medical-emergency': 'Medical emergency',
    collision: 'Collision',
    obstacle: 'Obstacle on the road',
    pedestrian: 'Pedestrian on the road',
    'wrong-way': 'Wrong-way driver',
    congestion: 'Congestion',
    'officer-help': 'Officer needs help',
    other: 'Other',
  } satisfies Record<IncidentKind, string>,
  warning: {
    'stopped-vehicle': 'Vehicle stopped',
    'stopped-object': 'Object on the road',
    pedestrian: 'Pedestrian on the road',
    'wrong-way': 'Wrong-way driver',
    congestion: 'Congestion',
    'camera-unfit': 'Camera unfit',
    'officer-help': 'Officer calls for help',
    'handed-over': 'Incident handed to us',
  } satisfies Record<WarningKind, string>,
  verdict: { true: 'True', false: 'False', 'cannot-tell': 'Cannot tell' } satisfies Record<Verdict, string>,
  outcome: {
    resolved: 'Resolved',
    'nothing-found': 'Nothing found',
    'handed-over': 'Handed over',
  } satisfies Record<Outcome, string>,
  priority: {
    p1: 'Life at risk',
    p2: 'Urgent',
    p3: 'Soon',
    p4: 'Planned',
  } satisfies Record<`p${Priority}`, string>,
  place: { unverified: 'place unverified' },
  carriageway: { up: 'up carriageway', down: 'down carriageway' } satisfies Record<Carriageway, string>,
  order: {
    issued: 'Issued',
    delivered: 'Delivered',
    'signed-for': 'Signed for',
    'on-the-way': 'On the way',
    arrived: 'Arrived',
    cleared: 'Cleared',
    withdrawn: 'Withdrawn',
    rejected: 'Rejected',
  } satisfies Record<OrderState, string>,
  cause: {
    'no-unit': 'No unit free',
    'out-of-area': 'Outside our area',
    'not-ours': 'Not our task',
    unsafe: 'Not safe now',
    duplicate: 'Have it already',
  } satisfies Record<RejectionCause, string>,
  withdrawn: {
    closed: 'the incident is closed',
    merged: 'the incident is merged',
    'passed-on': 'another unit has taken it',
    'handed-over': 'handed over',
    'stood-down': 'stood down',
    'pre-empted': 'needed more urgently elsewhere',
    swapped: 'another unit goes in its place',
  } satisfies Record<WithdrawnBecause, string>,
  unitKind: {
    'patrol-car': 'patrol car',
    motorcycle: 'motorcycle',
    'tow-truck': 'tow truck',
    ambulance: 'ambulance',
    drone: 'drone',
    'foot-pair': 'foot pair',
  } satisfies Record<UnitKind, string>,
} as const

export type Terms = { readonly [K in keyof typeof termsEn]: { readonly [W in keyof (typeof termsEn)[K]]: string } }

export const termsZh: Terms = {
  kind: {
    'stopped-vehicle': '车辆停驶',
    'medical-emergency': '突发疾病',
    collision: '交通事故',
    obstacle: '路面障碍物',
    pedestrian: '行人闯入',
    'wrong-way': '车辆逆行',
    congestion: '拥堵',
    'officer-help': '警员求助',
    other: '其他',
  },
  warning: {
    'stopped-vehicle': '车辆停驶',
    'stopped-object': '路面异物',
    pedestrian: '行人闯入',
    'wrong-way': '车辆逆行',
    congestion: '拥堵',
    'camera-unfit': '相机失效',
    'officer-help': '警员求助',
    'handed-over': '外单位移交警情',
  },
  verdict: { true: '为真', false: '为假', 'cannot-tell': '无法判断' },
  outcome: { resolved: '已处置', 'nothing-found': '到场未发现', 'handed-over': '已移交' },
  priority: { p1: '有生命危险', p2: '紧急', p3: '尽快', p4: '计划' },
  place: { unverified: '地点未核实' },
  carriageway: { up: '上行', down: '下行' },
  order: {
    issued: '已下达',
    delivered: '已送达',
    'signed-for': '已签收',
    'on-the-way': '已出警',
    arrived: '已到场',
    cleared: '已反馈',
    withdrawn: '已撤回',
    rejected: '已拒收',
  },
  cause: {
    'no-unit': '无可派力量',
    'out-of-area': '不在辖区',
    'not-ours': '不属本单位',
    unsafe: '当前不安全',
    duplicate: '已有同一任务',
  },
  withdrawn: {
    closed: '警情已结束',
    merged: '警情已合并',
    'passed-on': '已由另一力量签收',
    'handed-over': '已移交',
    'stood-down': '收队',
    'pre-empted': '改派更急的警情',
    swapped: '由另一力量替换',
  },
  unitKind: {
    'patrol-car': '巡逻车',
    motorcycle: '摩托车',
    'tow-truck': '清障车',
    ambulance: '救护车',
    drone: '无人机',
    'foot-pair': '步巡组',
  },
}
