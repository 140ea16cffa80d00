/** What confirms a camera's warnings: the object model by name and hash, or that nothing does, why, and what to do. */
import type { ReactNode } from 'react'
import { useText } from '../../console/i18n/language.ts'
import { never } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import type { ModelLine } from '../../journal/lane.ts'

const NONE: Text = {
  zh: '未安装目标检测模型，预警仅凭一种迹象，为 B 级。请在机房执行 npx firstminute model add <文件.onnx>',
  en: 'No object model: warnings rest on one sign and stay grade B. At the machine: npx firstminute model add <file.onnx>',
}
const STARTING: Text = { zh: '目标检测模型正在启动', en: 'the object model is starting' }
const DOWN: Text = { zh: '目标检测模型未工作', en: 'the object model does not work' }
const WHY: Readonly<Record<string, Text>> = {
  'no-runtime': { zh: '缺少推理运行库，请在机房执行 npm ci', en: 'its runtime is missing: npm ci at the machine' },
  'model-changed': {
    zh: '模型文件与登记不符，请重新添加',
    en: 'its file is not the one that was admitted: add it again',
  },
  ended: { zh: '推理进程退出，正在重启', en: 'its process ended and is started again' },
  'no-answer': { zh: '没有应答，正在重启', en: 'it did not answer and is started again' },
}

/** `onlyTrouble`: a model that works needs no word. */
export function ModelNote(props: { readonly model: ModelLine | undefined; readonly onlyTrouble?: boolean }): ReactNode {
  const text = useText()
  const { model } = props
  if (!model || (props.onlyTrouble && model.state === 'ready')) return null
  return <span className="model-note">{said(model, text)}</span>
}

function said(model: ModelLine, text: (text: Text) => string): string {
  switch (model.state) {
    case 'none':
      return text(NONE)
    case 'starting':
      return text(STARTING)
    case 'ready':
      return model.model
    case 'down': {
      const why = WHY[model.why]
      return `${text(DOWN)}: ${why ? text(why) : model.why}`
    }
  }
  return never(model)
}
