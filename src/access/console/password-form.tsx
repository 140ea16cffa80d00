/** Sign-in by name and password. */
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, send } from '../../console/api.ts'
import { useRefusal } from '../../console/i18n/refusal.ts'
import { askWhoIsHere } from '../../console/session.ts'

type Typed = { readonly name: string; readonly password: string }

export function PasswordForm(): ReactNode {
  const { t } = useTranslation('signIn')
  const refusal = useRefusal()
  const [coming, setComing] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const enter = async ({ name, password }: Typed): Promise<void> => {
    setComing(true)
    setRefused(null)
    const answer = await send(act('/api/sign-in', { name: name.trim(), password }))
    if (answer.ok) await askWhoIsHere()
    else setRefused(refusal(answer.refusal))
    setComing(false)
  }
  return (
    <Form<Typed>
      layout="vertical"
      requiredMark={false}
      onFinish={(typed) => void enter(typed)}
      className="sign-in-form"
    >
      <Form.Item label={t('name')} name="name" rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}>
        <Input autoFocus autoComplete="username" size="large" />
      </Form.Item>
      <Form.Item label={t('password')} name="password" rules={[{ required: true, message: t('passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      {refused ? (
        <p className="sign-in-refused" role="alert">
          {refused}
        </p>
      ) : null}
      <Button type="primary" htmlType="submit" size="large" block loading={coming}>
        {coming ? t('signingIn') : t('act')}
      </Button>
      <p className="sign-in-note">{t('forgotten')}</p>
    </Form>
  )
}
