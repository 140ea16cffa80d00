/** What an operator is told when something is refused: every refusal of dispatch, and those of the doors; each says what to do. */

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
  'already-raised': 'This warning is already on the board.',
  'not-raised': 'This warning is no longer here.',
  'already-judged': 'Somebody has already judged this warning.',
  'not-judged': 'There is no verdict to take back.',
  'true-needs-incident': 'A true verdict needs a kind and a priority.',
  'only-true-has-incident': 'Only a true verdict opens an incident.',
  'incident-runs': 'An incident stands on this verdict; close the incident instead.',
  'supported-enough': 'Enough signs are on record for this warning.',
  'onset-after-observation': 'The times of this warning contradict each other.',
  'already-open': 'This incident is already open.',
  'not-open': 'This incident is no longer here.',
  closed: 'This incident is closed.',
  'no-orders': 'Nobody to order yet: choose an agency.',
  merged: 'It is worked on as part of another incident.',
  'not-merged': 'It is not part of another incident.',
  itself: 'An incident is not merged into itself.',
  'exercise-and-real': 'An exercise and a real incident are never one.',
  'nothing-amended': 'Nothing would change.',
  'changed-meanwhile': 'Somebody changed this meanwhile. Look at it as it is now and decide again.',
  'already-joined': 'That report is already part of it.',
  'not-joined': 'That report is not part of it.',
  'already-offered': 'It is offered to somebody already.',
  'not-offered': 'It is offered to nobody.',
  full: 'It holds as many as it can.',
  'not-closed': 'It is not closed.',
  'not-withdrawn': 'The order was not withdrawn.',
  'as-urgent': 'That unit is on something as urgent. Stand it down there first, if it must be.',
  'orders-running': 'Units are still on the way or at work; wait until they have cleared.',
  'already-issued': 'This order has already gone out.',
  'not-issued': 'This order is no longer here.',
  over: 'This order is finished.',
  'already-said': 'This has already been answered.',
  'cause-needed': 'Say why it is rejected.',
  'too-late-to-reject': 'The unit has set out; it can no longer be rejected.',
  'too-late-to-withdraw': 'Somebody has signed for it; it can no longer be withdrawn.',
  'push-off': 'Ringing when closed is not set up at this centre; ask the administrator.',
  'push-service-unknown':
    'This browser’s push service is not among those that the centre calls; ask the administrator.',
  'push-service-unreachable':
    'This browser’s push service cannot be reached from here. Try another network or another browser.',
  'bad-push-keys': 'The browser gave keys that cannot be used. Close the page, open it and try again.',
  'push-endpoint-taken': 'This browser rings for somebody else. They have to sign out first.',
  'too-many-subscriptions': 'Ten devices ring for you already. Switch it off on one of them, or sign out there.',
  'not-dead': 'It is still being delivered; nothing to send again.',
  'signed-for': 'Somebody has already signed for it.',
  'not-due': 'It is not due yet.',
  'not-signed-for': 'Sign for the order first.',
  'enough-pictures': 'This order has twelve pictures: that is as many as it takes.',
  'not-a-jpeg': 'This is no picture that can be read here. Take it again.',
  'media-type': 'This is no picture that can be read here. Take it again.',
  'picture-cut-short': 'The picture did not arrive whole. Take it again.',
  'picture-too-large': 'The picture is too large.',
  'picture-erased': 'Erased: its time was up.',
  'picture-gone': 'The picture is no longer on this phone: it waited for more than a day.',
  'picture-unreadable': 'This phone cannot read that picture. Take it again.',
  'alert-there': 'The public already knows of this incident.',
  'alert-unknown': 'No such alert is known here.',
  'alert-over': 'This alert has been cancelled.',
  'alert-outdated': 'A later message about this alert has already come.',
  'alert-expired': 'Its time is already over.',
  'not-public': 'Nothing is published about this incident.',
  'not-for-the-public': 'Incidents of this kind are not told to the public.',
  'no-road-place': 'A road message needs a road and a kilometre: correct the place first.',
  exercise: 'This is an exercise: nothing of it leaves the house.',
  'already-written': 'This note is already there.',
  'not-written': 'This note is no longer here.',
  'note-over': 'This note has ended; write a new one.',
  'particulars-refused':
    'This holds a telephone number, an identity card, a number plate or a mail address. Say it without.',
  'not-said': 'Nobody has said this of the roads.',
  'already-lifted': 'It no longer holds: somebody has lifted it, or its time is over.',
  'no-such-road': 'No kilometre posts of that road are known here: name two places instead.',
  'no-road-there': 'No road is near that place: point closer to one.',
  'stretch-too-long': 'That is more than 50 km: say it in shorter stretches.',
  'stretch-empty': 'The stretch has no length: name two different ends.',
  'off-the-road': 'The road has no such kilometre: check it, or force the place with Ctrl+Enter.',
  'not-at-kilometre': 'The point does not lie at that kilometre: choose the place anew, or force it with Ctrl+Enter.',
  'no-roads': 'No road network is there: an administrator imports one with firstminute roads import.',
  'place-unreadable': 'The stretch ends before it begins: swap the kilometres.',
  'expiry-past': 'The end lies in the past.',
  'road-place-needed': 'Say where: type a place and choose it, or click on the map.',
  'road-end-unclear': 'Choose one of the places for the end, or leave it empty.',
  'reason-needed': 'Say why.',
  'expiry-too-far': 'A note lasts twelve months at most. Choose an earlier end; it can be revised then.',
  'review-past': 'The day of review lies in the past.',
  'review-after-expiry': 'The review has to come before the end.',
  'exercise-stays': 'This is an exercise: its orders go to consoles and pages only.',
  'nothing-reported': 'This says nothing new: change a field first.',
  'report-outdated': 'Somebody else has reported meanwhile. Read the new version, then report on it.',
  'already-logged': 'This entry is already in the log.',
  'not-logged': 'This entry is no longer here.',
  'corrected-enough': 'This entry has corrections enough; write a new one.',
  'shift-runs': 'A shift is running; take it over instead.',
  'no-shift': 'No shift is running. Start one first.',
  'not-your-shift': 'Only the officer on shift may do this.',
  'own-hand-over': 'Whoever hands over cannot sign for it: the relieving officer does.',
  'already-handing-over': 'The hand-over is open already.',
  'not-handing-over': 'Nobody is handing over. The officer on shift opens the hand-over first.',
  'no-such-item': 'This item is not on the sheet.',
  'already-signed': 'This item is signed already.',
  'another-relieves': 'Another officer has begun to sign and relieves.',
  'items-unsigned': 'Items are still unsigned: sign them, or take over knowingly.',
  'already-sent': 'This broadcast has gone out already.',
  'not-sent-here': 'This broadcast is no longer here.',
  'broadcast-over': 'This broadcast is over.',
  'broadcast-too-long': 'A broadcast lasts a day at most.',
  'already-acknowledged': 'This desk has already said that it was read.',
  'nobody-hears': 'It is addressed to nobody: choose an agency or everybody.',
  'plate-in-text': 'The text holds a particular. A number plate goes into its own field, where it is kept safe.',
  'look-out-too-long': 'A look-out lasts seven days at most.',
  'already-given': 'This look-out is already given.',
  'not-given': 'This look-out is no longer here.',
  'look-out-over': 'This look-out is over.',
  'no-plate': 'No plate was given for it.',
  'already-held-back': 'This incident is held already.',
  'not-held-back': 'This incident is not held.',
  'hold-over': 'The hold is over already.',
  'hold-past': 'The time it is held until lies in the past.',
  'hold-too-far': 'An incident is held thirty days at most.',
  'not-for-later': 'Somebody is ordered to it already: it cannot be held.',
  'loan-too-long': 'A unit is lent for seven days at most.',
  'lent-to-itself': 'Lender and borrower are the same agency.',
  'already-lent': 'This unit is already lent.',
  'not-lent': 'This loan is no longer here.',
  'loan-over': 'This loan is over.',
  'audience-fixed': 'Whom a note is for does not change: withdraw it and write a new one.',
  'not-reached': 'The server did not answer. It is not known whether this was done: send it again, it counts once.',
  'not-understood': 'The answer could not be read. Load the page again; if it stays, tell the administrator.',
  conflict: 'Somebody else acted first. Look again and decide again.',
  'key-reused': 'This act was already used for something else. Start it anew.',
  'not-signed-in': 'You are signed out. Sign in again; nothing on the board is lost.',
  'not-allowed': 'Your role may not do this.',
  'not-found': 'This is no longer here.',
  'wrong-name-or-password': 'Name and password do not match. Check both and try again.',
  'too-many-attempts': 'Too many attempts. Wait a minute and try again.',
  'too-many': 'Too many attempts. Wait a minute and try again.',
  busy: 'The server is busy. Try again in a few seconds.',
  'busy-try-again': 'Many people are signing in. Try again in a few seconds.',
  'bad-input': 'Something in it cannot be read. Look at the fields again.',
  'bad-json': 'It arrived damaged. Send it again.',
  'bad-request': 'It arrived damaged. Send it again.',
  'too-slow': 'The line is too slow; it did not arrive whole. Send it again.',
  'body-too-large': 'This is too large to send.',
  'wrong-origin': 'This page was opened from an unexpected address. Open it at its own address.',
  bug: 'The server made a mistake. It is logged; try again.',
  'not-a-unit': 'There is no such unit.',
  'not-a-roadside-sensor': 'No roadside sensor of this name is configured.',
  'other-unit': 'This order goes to another unit.',
  'unit-not-of-agency': 'This unit belongs to another agency.',
  'purpose-needed': 'Say for which incident you look: without a purpose nothing is shown.',
  'purpose-unknown': 'The reason given is not known.',
  'purpose-not-yours': 'The reason given is not a task of yours.',
  'purpose-closed': 'The incident is closed; it is no longer a reason to look.',
  'purpose-of-another-incident': 'This caller belongs to another incident.',
  'not-in-vault': "The caller's particulars are not kept here.",
  erased: "The caller's particulars have been erased, as the retention period asks.",
  'vault-damaged': 'The particulars cannot be read. Tell the administrator.',
  'not-a-demo-person': 'There is no such person in the demo.',
  'unknown-agency': 'This agency is not configured. Load the page again.',
  'unknown-plan': 'This response plan is not configured. Load the page again.',
  'plan-exists': 'A plan of this name exists already.',
  'plan-unknown': 'There is no plan of this name.',
  'plan-changed': 'Somebody else published this plan meanwhile. Look at their version, then publish yours on it.',
  'plan-unchanged': 'Nothing is different from the version in force.',
  'plan-retired': 'This plan is out of force already.',
  'unknown-area': 'The plan names an area that is not configured.',
  'section-backwards': 'A road section ends before it begins.',
  'already-so': 'That is how it stands already.',
  'rest-in-the-past': 'The rest would be over before it begins.',
  'rest-too-long': 'A rest lasts a day at most: say off duty instead.',
  'not-on-duty': 'The unit is not on duty.',
  'not-at-a-post': 'The unit stands at no standby post.',
  'unknown-unit': 'No such unit is configured.',
  'unknown-post': 'No such standby post is configured.',
  'unit-twice': 'The same unit stands in two lines: choose another for one of them.',
  'no-caller': 'Nobody left a name or a number for this incident.',
  'not-timely': 'It is more than a day old, or the clock here is wrong. Tell the centre by radio.',
  'unknown-sight': 'There is no such console: choose everything, an agency or a crew.',
  'no-font':
    'The server has no font with Chinese to print with: have fonts-noto-cjk installed there. The page and the CSV are complete.',
  'span-too-long': 'This time is too long, or ends before it begins: choose a shorter one.',
  'not-an-identifier': 'The number has signs in it that cannot be read.',
  'held-by-another': 'Somebody else is steering this camera. It is free half a minute after their last move.',
  'already-looking': 'The camera is already on its way to this warning.',
  'not-looking': 'The camera is not looking at a warning now.',
  'not-moving': 'The camera is not on its way anywhere.',
  'arrived-too-late': 'The camera arrived too late; the overview picture stands.',
  'camera-fixed': 'This camera does not turn.',
  'camera-silent': 'The camera does not answer. The overview goes on; try again in a few seconds.',
  'camera-unreachable': 'The camera cannot be reached. The overview goes on; tell the machine room if it stays so.',
  'camera-not-onvif': 'The camera answers something that cannot be read. Tell the machine room.',
  'camera-locked': 'The camera does not accept our name and password. Tell the machine room.',
  'camera-declined': 'The camera refuses this move. Choose a preset.',
  'camera-cannot': 'The camera has no such move. Choose a preset.',
  'nothing-changed': 'Nothing was drawn since the version in force; there is nothing to save.',
  'camera-unreadable':
    'The drawing cannot be used: it needs a shoulder or a lane, inside the picture, that encloses something.',
  'ground-unusable':
    'The ground points disagree by more than a metre: correct the one named beside them, or delete it.',
  'not-recorded': 'Nothing of that time is recorded. Wait until the camera has run for a while.',
  'camera-down': 'The camera gives no picture now. Try again when it is back.',
  'no-recorder': 'This camera is not recorded: its host has no ffmpeg. Tell the administrator.',
  'metres-missing': 'A ground point has no metres yet: type them, or delete it.',
  'points-few': 'Fewer than four ground points make no grid: set more, or delete them all.',
  'no-video': 'This camera gives no H.264; single pictures are shown.',
  'no-picture-yet': 'The camera has not given a picture yet. Try again in a few seconds.',
  'no-evidence': 'Nothing is kept of this warning.',
  'already-asked': 'It is being kept already.',
  'already-kept': 'It is kept already.',
  'still-recording': 'The recording is not over yet: try again in a minute.',
  'evidence-erased': 'The clip and its pictures were erased when their time was up.',
  'already-held': 'Somebody holds it already: the hold with its reason stands beside it.',
  'not-held': 'Nobody holds it.',
  'evidence-held': 'It is held and cannot be erased.',
  'no-clip': 'There is no clip of this warning; the pictures are all there is.',
  'pictured-enough': 'It has pictures enough.',
  'exported-enough': 'There are too many copies of this clip: use one of those.',
  'already-asked-export': 'This copy was asked for already.',
  'no-export': 'There is no such copy.',
  'needs-second-person': 'A second supervisor has to approve it: never the one who asked.',
  'not-waiting': 'Nobody waits for an approval of this copy any more.',
  'not-making': 'This copy is no longer being made.',
  'export-over': 'This copy is finished; there is nothing to stop.',
  'copy-gone': 'The copy is deleted: its time was up. Ask for a new one.',
  'not-your-export': 'An unmasked copy goes only to the one who asked for it.',
  'no-copy-yet': 'The copy is not ready.',
  'no-detector':
    'Without an object detector nobody can be masked, so there is no masked copy: add a model (firstminute model add).',
  'clip-missing': 'The file is not there although it should be: tell the administrator.',
  'range-unsatisfiable': 'The player asked beyond the end of the clip.',
  away: 'The server does not answer yet. This page asks again by itself; check that it is running and that the line is up.',
  'paper-ahead': 'A time on the form lies ahead of now.',
  'paper-too-old': 'A time on the form is more than seven days old.',
  'paper-out-of-order': 'The times are out of order: call, order, taken, set out, on scene, clear, closed.',
  'server-away': 'The server is away: this can be read, not acted on.',
  unknown: 'Refused: {{word}}',
}

export const refusalsZh: typeof refusalsEn = {
  'already-raised': '该预警已在列。',
  'not-raised': '该预警已不在列。',
  'already-judged': '他人已研判该预警。',
  'not-judged': '没有可撤回的研判。',
  'true-needs-incident': '研判为真须选定类型与级别。',
  'only-true-has-incident': '只有研判为真才会生成警情。',
  'incident-runs': '该研判已生成警情，请改为结束警情。',
  'supported-enough': '该预警的佐证已足够。',
  'onset-after-observation': '该预警的时间自相矛盾。',
  'already-open': '该警情已开启。',
  'not-open': '该警情已不在列。',
  closed: '该警情已结束。',
  'no-orders': '尚无下令对象，请选择联动单位。',
  merged: '该警情已并入另一警情处置。',
  'not-merged': '该警情未并入其他警情。',
  itself: '警情不能并入自身。',
  'exercise-and-real': '演练与真实警情不能合并。',
  'nothing-amended': '没有任何改动。',
  'changed-meanwhile': '刚有人改动过，请看最新内容后再决定。',
  'already-joined': '该上报已在其中。',
  'not-joined': '该上报不在其中。',
  'already-offered': '已在移交中。',
  'not-offered': '没有移交。',
  full: '已达上限。',
  'not-closed': '该警情尚未结束。',
  'not-withdrawn': '该指令未被撤回。',
  'as-urgent': '该力量正在处置同样紧急的警情；确需改派，请先在该处收队。',
  'orders-running': '仍有力量在途或在处置，须等其完成。',
  'already-issued': '该指令已下达。',
  'not-issued': '该指令已不在列。',
  over: '该指令已办结。',
  'already-said': '此前已答复。',
  'cause-needed': '请说明拒收原因。',
  'too-late-to-reject': '力量已出警，不能再拒收。',
  'too-late-to-withdraw': '对方已签收，不能再撤回。',
  'push-off': '本中心未启用关闭后响铃，请联系管理员。',
  'push-service-unknown': '本浏览器的推送服务不在中心的允许名单内，请联系管理员。',
  'push-service-unreachable': '此处无法连接本浏览器的推送服务。请换用其他网络或浏览器。',
  'bad-push-keys': '浏览器给出的密钥无法使用。请关闭本页，重新打开后再试。',
  'push-endpoint-taken': '本浏览器正在为他人响铃，须其先退出登录。',
  'too-many-subscriptions': '您已有十台设备会响铃。请在其中一台关闭响铃或退出登录。',
  'not-dead': '仍在送达中，无需重发。',
  'signed-for': '对方已签收。',
  'not-due': '尚未到时限。',
  'not-signed-for': '请先签收该指令。',
  'enough-pictures': '该指令已有十二张照片，不再接收。',
  'not-a-jpeg': '照片无法读取，请重拍。',
  'media-type': '照片无法读取，请重拍。',
  'picture-cut-short': '照片未完整送达，请重拍。',
  'picture-too-large': '照片过大。',
  'picture-erased': '已按保存期限销毁。',
  'picture-gone': '照片已不在本机：等待发送超过一天。',
  'picture-unreadable': '本机无法读取该照片，请重拍。',
  'alert-there': '该警情已对外发布。',
  'alert-unknown': '本中心没有该公告。',
  'alert-over': '该公告已解除。',
  'alert-outdated': '已收到该公告更新的消息。',
  'alert-expired': '已过有效期。',
  'not-public': '该警情没有对外发布。',
  'not-for-the-public': '此类警情不对外发布。',
  'no-road-place': '路况提示须有道路和里程：请先更正地点。',
  exercise: '演练内容不得对外。',
  'already-written': '该注记已存在。',
  'not-written': '该注记已不在列。',
  'note-over': '该注记已失效，请另写新注记。',
  'particulars-refused': '内容含电话、身份证号、车牌或邮箱，请去除后再写。',
  'not-said': '没有登记过这一路况。',
  'already-lifted': '该路况已解除或已到期。',
  'no-such-road': '没有该道路的里程桩：请改用两个地点说明。',
  'no-road-there': '附近没有道路：请点得更近一些。',
  'stretch-too-long': '超过 50 公里：请分段登记。',
  'stretch-empty': '路段长度为零：请给出不同的起止点。',
  'off-the-road': '该道路没有这个里程：请核对，或按 Ctrl+Enter 强行采用。',
  'not-at-kilometre': '该点不在所述里程处：请重新选择地点，或按 Ctrl+Enter 强行采用。',
  'no-roads': '尚未导入路网：请管理员执行 firstminute roads import。',
  'place-unreadable': '路段终点在起点之前，请对调里程。',
  'expiry-past': '失效时间已过。',
  'road-place-needed': '请说明地点：输入后选定，或在地图上点选。',
  'road-end-unclear': '终点请选定其中一处，或留空。',
  'reason-needed': '请说明原因。',
  'expiry-too-far': '注记最长十二个月，请选较早的失效日，到期可修订。',
  'review-past': '复核日期已过。',
  'review-after-expiry': '复核须早于失效日期。',
  'exercise-stays': '演练指令只发至席位与页面，不对外发送。',
  'nothing-reported': '与上一版相同，请先修改。',
  'report-outdated': '他人已提交新版，请先阅读再上报。',
  'already-logged': '该条已在日志中。',
  'not-logged': '该条日志已不在列。',
  'corrected-enough': '该条更正已足够多，请另写一条。',
  'shift-runs': '已有班次在岗，请办理接班。',
  'no-shift': '当前无班次在岗，请先上岗。',
  'not-your-shift': '仅当班人员可办理。',
  'own-hand-over': '交班人不能自行签收，须由接班人签收。',
  'already-handing-over': '交接班已开始。',
  'not-handing-over': '尚未开始交接班，须由当班人员先发起。',
  'no-such-item': '交接单上没有该项。',
  'already-signed': '该项已签收。',
  'another-relieves': '已有他人开始签收并接班。',
  'items-unsigned': '尚有未签收事项：请逐项签收，或知情接班。',
  'already-sent': '该通播已发出。',
  'not-sent-here': '该通播已不在列。',
  'broadcast-over': '该通播已结束。',
  'broadcast-too-long': '通播最长一天。',
  'already-acknowledged': '本席已确认收悉。',
  'nobody-hears': '没有接收对象：请选择单位或全体。',
  'plate-in-text': '文字中含个人信息。车牌请填入专用栏，加密保存。',
  'look-out-too-long': '布控最长七天。',
  'already-given': '该布控已发布。',
  'not-given': '该布控已不在列。',
  'look-out-over': '该布控已结束。',
  'no-plate': '该布控未填车牌。',
  'already-held-back': '该警情已在缓办。',
  'not-held-back': '该警情不在缓办。',
  'hold-over': '缓办已结束。',
  'hold-past': '缓办时间已过。',
  'hold-too-far': '缓办最长三十天。',
  'not-for-later': '已有受令力量，不能缓办。',
  'loan-too-long': '力量支援最长七天。',
  'lent-to-itself': '出借与使用单位相同。',
  'already-lent': '该力量已借入。',
  'not-lent': '该支援已不在列。',
  'loan-over': '该支援已结束。',
  'audience-fixed': '可见范围不可更改：请撤下后另写新注记。',
  'not-reached': '服务器未应答，是否生效未知：请再次发送，只计一次。',
  'not-understood': '答复无法读取。请重新载入；如仍如此，请告知管理员。',
  conflict: '他人已先行操作，请看清最新情况后再决定。',
  'key-reused': '该操作编号已被使用，请重新发起。',
  'not-signed-in': '您已退出，请重新登录；看板内容不会丢失。',
  'not-allowed': '您的岗位无此权限。',
  'not-found': '该内容已不在列。',
  'wrong-name-or-password': '姓名与密码不符，请核对后重试。',
  'too-many-attempts': '尝试过多，请一分钟后再试。',
  'too-many': '尝试过多，请一分钟后再试。',
  busy: '服务器繁忙，请几秒后重试。',
  'busy-try-again': '登录人数较多，请几秒后重试。',
  'bad-input': '有内容无法识别，请核对各项。',
  'bad-json': '传输受损，请重新发送。',
  'bad-request': '传输受损，请重新发送。',
  'too-slow': '网络过慢，内容未完整到达，请重新发送。',
  'body-too-large': '内容过大，无法发送。',
  'wrong-origin': '打开页面的地址有误，请用系统自身地址打开。',
  bug: '服务器出错，已记录，请重试。',
  'not-a-unit': '没有该力量。',
  'not-a-roadside-sensor': '未配置该路侧传感器。',
  'other-unit': '该指令属于其他力量。',
  'unit-not-of-agency': '该力量不属于该单位。',
  'purpose-needed': '请说明查询事由，无事由不予显示。',
  'purpose-unknown': '事由无法识别。',
  'purpose-not-yours': '该事由不是您的任务。',
  'purpose-closed': '警情已办结，不再是查询事由。',
  'purpose-of-another-incident': '该报警人属于另一警情。',
  'not-in-vault': '此处未保存报警人信息。',
  erased: '报警人信息已按保存期限销毁。',
  'vault-damaged': '信息无法读取，请告知管理员。',
  'not-a-demo-person': '演示中没有该人员。',
  'unknown-agency': '该联动单位未配置，请刷新页面。',
  'unknown-plan': '该处置预案未配置，请刷新页面。',
  'plan-exists': '已有同名预案。',
  'plan-unknown': '没有该预案。',
  'plan-changed': '他人已先发布该预案的新版本。请查看其版本，再在其基础上发布。',
  'plan-unchanged': '与现行版本没有区别。',
  'plan-retired': '该预案已停用。',
  'unknown-area': '预案所指区域未配置。',
  'section-backwards': '路段终点在起点之前。',
  'already-so': '现状已是如此。',
  'rest-in-the-past': '休整结束时间早于现在。',
  'rest-too-long': '休整最长一天，更长请登记离岗。',
  'not-on-duty': '该力量不在岗。',
  'not-at-a-post': '该力量不在备勤点。',
  'unknown-unit': '该力量未配置。',
  'unknown-post': '该备勤点未配置。',
  'unit-twice': '同一力量单元出现两次，请更换其一。',
  'no-caller': '该警情没有报警人信息。',
  'not-timely': '时间超过一天，或本机时钟有误，请用电台报告中心。',
  'unknown-sight': '没有该视角，请选择全部、某联动单位或某力量。',
  'no-font': '服务器缺少中文字体，无法生成 PDF：请安装 fonts-noto-cjk。页面与 CSV 内容完整。',
  'span-too-long': '时段过长或起止颠倒，请重新选择。',
  'not-an-identifier': '编号中有无法识别的字符。',
  'held-by-another': '他人正在操控该相机，其停止操作半分钟后可接手。',
  'already-looking': '相机正在转向该预警。',
  'not-looking': '相机当前未在查看预警。',
  'not-moving': '相机当前没有转动。',
  'arrived-too-late': '相机未及时到位，以全景画面为准。',
  'camera-fixed': '该相机不能转动。',
  'camera-silent': '相机没有应答，全景画面不受影响，请几秒后再试。',
  'camera-unreachable': '无法连接相机，全景画面不受影响；如持续，请告知机房。',
  'camera-not-onvif': '相机的应答无法读取，请告知机房。',
  'camera-locked': '相机不接受我方用户名和密码，请告知机房。',
  'camera-declined': '相机拒绝该动作，请选择预置位。',
  'camera-cannot': '相机没有该动作，请选择预置位。',
  'nothing-changed': '与现行版本相同，无需保存。',
  'camera-unreadable': '标绘无法使用：画面内须有至少一处路肩或车道，且围成区域。',
  'ground-unusable': '地面点误差超过一米：请改正或删除所指出的点。',
  'not-recorded': '该时段没有录像，请待相机运行一段时间后再试。',
  'camera-down': '相机当前无画面，恢复后再试。',
  'no-recorder': '该相机未录像：主机缺少 ffmpeg，请告知管理员。',
  'metres-missing': '有地面点未填米数：请填写或删除。',
  'points-few': '少于四个地面点不成网格：请补足或全部删除。',
  'no-video': '该相机没有 H.264 视频，改为逐张显示。',
  'no-picture-yet': '相机尚无画面，请几秒后再试。',
  'no-evidence': '该预警没有留存证据。',
  'already-asked': '已在留存中。',
  'already-kept': '已留存。',
  'still-recording': '录像尚未结束，请一分钟后再试。',
  'evidence-erased': '视频与图片已按保存期限销毁。',
  'already-held': '已有人申请留存，事由见旁。',
  'not-held': '无人申请留存。',
  'evidence-held': '该证据处于留存状态，不能销毁。',
  'no-clip': '该预警没有视频，仅有图片。',
  'pictured-enough': '图片已足够。',
  'exported-enough': '该视频的副本过多，请使用已有副本。',
  'already-asked-export': '该副本已申请。',
  'no-export': '没有该副本。',
  'needs-second-person': '须由另一名主管审批，申请人不得自批（双人审批）。',
  'not-waiting': '该副本已不在待批状态。',
  'not-making': '该副本已不在制作中。',
  'export-over': '该副本已结束，无需停止。',
  'copy-gone': '副本已到期删除，请重新申请。',
  'not-your-export': '未遮挡副本只交给申请人本人。',
  'no-copy-yet': '副本尚未制作完成。',
  'no-detector': '没有目标检测模型就无法遮挡人员，不能制作遮挡副本：请先添加模型（firstminute model add）。',
  'clip-missing': '文件本应存在却未找到，请告知管理员。',
  'range-unsatisfiable': '播放请求超出视频长度。',
  away: '服务器暂无应答，本页会自动重试；请确认服务已启动、网络正常。',
  'paper-ahead': '表单上有晚于现在的时间。',
  'paper-too-old': '表单上有超过七天的时间。',
  'paper-out-of-order': '时间次序有误，应依次为：报警、下令、签收、出警、到场、处置完毕、结束。',
  'server-away': '服务器无应答：仅可查看，不能操作。',
  unknown: '被拒绝：{{word}}',
}
