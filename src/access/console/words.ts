/** The words of the sign-in page. */
import type { SameKeys } from '../../console/i18n/shape.ts'
import type { Role } from '../roles.ts'

export const signInEn = {
  title: 'Sign in',
  lead: 'From the first pixel to signed orders within a minute.',
  name: 'Name',
  password: 'Password',
  act: 'Sign in',
  signingIn: 'Signing in…',
  nameNeeded: 'Write your name.',
  passwordNeeded: 'Write your password.',
  forgotten: 'No account, or password forgotten? The administrator makes a new one with "firstminute user add".',
  demo: {
    title: 'Who would you like to be?',
    note: 'This city is simulated: every place, person and event in it is invented. Nothing you do here reaches anybody.',
    of: {
      'traffic-police': 'Traffic police',
      'road-rescue': 'Road rescue',
      'ambulance-120': 'Ambulance 120',
      'road-operator': 'Road operator',
    },
    several: 'To see both sides, open a private window (or another browser) as another person.',
  },
  does: {
    'duty-officer': 'judges warnings, orders every agency in one act',
    supervisor: 'sees the same desk, and what nobody signed for',
    'agency-user': 'signs for orders and answers them',
    'station-officer': "looks after one station's area",
    'field-officer': 'gets the order on a phone: received, on the way, arrived, done',
    auditor: 'reads who looked at what, and proves the log whole',
    administrator: 'keeps the machine room',
    machine: '',
  } satisfies Record<Role, string>,
}

export const signInZh: SameKeys<typeof signInEn> = {
  title: '登录',
  lead: '从第一帧画面到各方签收，一分钟之内。',
  name: '姓名',
  password: '密码',
  act: '登录',
  signingIn: '正在登录…',
  nameNeeded: '请填写姓名。',
  passwordNeeded: '请填写密码。',
  forgotten: '没有账号或忘记密码？请管理员用 firstminute user add 新建。',
  demo: {
    title: '您想以谁的身份进入？',
    note: '这是一座模拟城市：地点、人员和事件均为虚构，您的操作不会影响任何人。',
    of: {
      'traffic-police': '交警支队',
      'road-rescue': '清障施救',
      'ambulance-120': '急救 120',
      'road-operator': '路网公司',
    },
    several: '想同时看到两边，可用无痕窗口（或另一个浏览器）以另一人身份登录。',
  },
  does: {
    'duty-officer': '研判预警，一次操作向各单位下令',
    supervisor: '看同一张台面，盯无人签收的指令',
    'agency-user': '签收并答复指令',
    'station-officer': '掌握一个派出所的辖区',
    'field-officer': '在手机上接令：签收、出警、到场、完成',
    auditor: '查谁看过什么，并验证记录完整',
    administrator: '照看机房',
    machine: '',
  },
}
