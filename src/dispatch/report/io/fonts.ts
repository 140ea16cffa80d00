/** Finds a font with Chinese on this machine, because a report embeds what it needs and none is shipped with the platform. */
import { access } from 'node:fs/promises'

export type Font = { readonly file: string; readonly family: string }

/** As the packages of common systems place Noto Sans CJK (SIL Open Font Licence): Debian and Ubuntu `fonts-noto-cjk`, Fedora, Arch, Alpine. */
const PLACES: readonly Font[] = [
  '/usr/share/fonts/opentype/noto',
  '/usr/share/fonts/google-noto-cjk',
  '/usr/share/fonts/google-noto-sans-cjk-fonts',
  '/usr/share/fonts/noto-cjk',
  '/usr/share/fonts/noto',
].map((folder) => ({ file: `${folder}/NotoSansCJK-Regular.ttc`, family: 'NotoSansCJKsc-Regular' }))

/** null: none found; a report on paper is then refused in words, the page and the CSV are there all the same. */
export async function findFont(places: readonly Font[] = PLACES): Promise<Font | null> {
  for (const font of places) {
    const there = await access(font.file).then(
      () => true,
      () => false,
    )
    if (there) return font
  }
  return null
}
