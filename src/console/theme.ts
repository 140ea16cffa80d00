/** The two themes, dark for the control room and light for the office: CSS variables in theme.css, and the same for Ant Design. */
import { theme as antd, type ThemeConfig } from 'antd'
import { remembered } from './remembered.ts'

export const THEMES = ['dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

export const theme = remembered<Theme>('theme', THEMES, 'dark')

/** Puts the theme on the page, where theme.css and the map look for it. */
export function wearTheme(): void {
  const wear = (): void => {
    document.documentElement.dataset.theme = theme.get()
  }
  wear()
  theme.subscribe(wear)
}

const SHARED = {
  fontFamily: 'var(--font)',
  fontSize: 13,
  borderRadius: 4,
  wireframe: false,
  // A control room wants the panel, not its entrance.
  motion: false,
} as const

export const ANT: Record<Theme, ThemeConfig> = {
  dark: {
    algorithm: [antd.darkAlgorithm, antd.compactAlgorithm],
    token: {
      ...SHARED,
      colorPrimary: '#4fb3c8',
      colorError: '#ff6369',
      colorWarning: '#e0a030',
      colorSuccess: '#6fa882',
      colorBgBase: '#14171a',
      colorBgContainer: '#22272c',
      colorBgElevated: '#22272c',
      colorTextBase: '#d5dade',
      colorBorder: '#3b444c',
      colorTextPlaceholder: '#808b93',
    },
  },
  light: {
    algorithm: [antd.defaultAlgorithm, antd.compactAlgorithm],
    token: {
      ...SHARED,
      colorPrimary: '#0e6f86',
      colorError: '#c0282d',
      colorWarning: '#8a5a00',
      colorSuccess: '#2f6a45',
      colorBgBase: '#ffffff',
      colorTextBase: '#1a2025',
      colorTextPlaceholder: '#626d75',
    },
  },
}
