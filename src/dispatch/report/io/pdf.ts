/** Prints a document as PDF (A4) with its font embedded; long tables go on over pages under their head. */
import PDFDocument from 'pdfkit'
import type { Block } from '../document.ts'
import type { Sketch } from '../sketch.ts'
import type { Font } from './fonts.ts'

const MARGIN = 48
const INK = {
  text: '#16191b',
  soft: '#5d666d',
  rule: '#c3cace',
  mark: '#b3261e',
  way: ['#0e6f86', '#8a5a00', '#5f6b74'],
} as const
const SIZE = { title: 15, heading: 11, text: 8.5, cell: 7.5 } as const
const SKETCH_SIDE = 260

type Pen = InstanceType<typeof PDFDocument>

export function pdfOf(
  blocks: readonly Block[],
  font: Font,
  given: { readonly title: string; readonly madeAt: number; readonly page: (page: number) => string },
): Promise<Uint8Array> {
  const pen = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, bufferPages: true },
    info: { Title: given.title, Creator: 'Firstminute', CreationDate: new Date(given.madeAt) },
  })
  const parts: Uint8Array[] = []
  const done = new Promise<Uint8Array>((settle, fail) => {
    pen.on('data', (part: Uint8Array) => parts.push(part))
    pen.on('end', () => settle(Buffer.concat(parts)))
    pen.on('error', fail)
  })
  pen.registerFont('text', font.file, font.family)
  pen.font('text')
  for (const block of blocks) draw(pen, block)
  const { start, count } = pen.bufferedPageRange()
  for (let index = start; index < start + count; index++) {
    pen.switchToPage(index)
    // Below the margin, where a line would otherwise open a new page.
    pen.page.margins.bottom = 0
    pen.fontSize(7).fillColor(INK.soft)
    pen.text(`${given.title} · ${given.page(index + 1)} / ${count}`, MARGIN, pen.page.height - 32, { lineBreak: false })
  }
  pen.end()
  return done
}

const widthOf = (pen: Pen): number => pen.page.width - 2 * MARGIN
const bottomOf = (pen: Pen): number => pen.page.height - MARGIN

function draw(pen: Pen, block: Block): void {
  const width = widthOf(pen)
  switch (block.block) {
    case 'title':
      pen.fontSize(SIZE.title).fillColor(INK.text).text(block.text, MARGIN, pen.y, { width })
      pen.fontSize(SIZE.text).fillColor(INK.soft).text(block.under, { width }).moveDown(0.6)
      return
    case 'heading':
      if (pen.y > bottomOf(pen) - 90) pen.addPage()
      pen.moveDown(0.6).fontSize(SIZE.heading).fillColor(INK.text).text(block.text, MARGIN, pen.y, { width })
      pen.moveDown(0.2)
      return
    case 'text': {
      const colour = block.tone === 'mark' ? INK.mark : block.tone === 'note' ? INK.soft : INK.text
      pen.fontSize(SIZE.text).fillColor(colour).text(block.text, MARGIN, pen.y, { width }).moveDown(0.25)
      return
    }
    case 'table':
      table(pen, block)
      return
    case 'sketch':
      sketch(pen, block.sketch, block.scale)
      return
  }
}

function table(pen: Pen, { head, rows, widths, numbersFrom }: Extract<Block, { block: 'table' }>): void {
  const sum = widths.reduce((total, width) => total + width, 0)
  const pad = 3
  const columns = widths.map((width) => (width / sum) * widthOf(pen))
  const line = (cells: readonly string[], colour: string): void => {
    pen.fontSize(SIZE.cell)
    const height =
      2 * pad +
      Math.max(
        ...cells.map((cell, column) =>
          pen.heightOfString(cell || ' ', { width: Math.max(8, (columns[column] ?? 0) - 2 * pad) }),
        ),
      )
    if (pen.y + height > bottomOf(pen)) {
      pen.addPage()
      if (cells !== head) line(head, INK.soft)
    }
    const top = pen.y
    let left = MARGIN
    for (const [column, cell] of cells.entries()) {
      const width = columns[column] ?? 0
      pen.fontSize(SIZE.cell).fillColor(colour)
      pen.text(cell, left + pad, top + pad, {
        width: Math.max(8, width - 2 * pad),
        align: column >= numbersFrom ? 'right' : 'left',
      })
      left += width
    }
    const under = top + height
    pen.moveTo(MARGIN, under).lineTo(left, under).lineWidth(0.4).strokeColor(INK.rule).stroke()
    pen.x = MARGIN
    pen.y = under
  }
  line(head, INK.soft)
  for (const row of rows) line(row, INK.text)
  pen.moveDown(0.6)
}

function sketch(pen: Pen, { reachM, ways }: Sketch, scale: string): void {
  if (pen.y + SKETCH_SIDE + 40 > bottomOf(pen)) pen.addPage()
  const [left, top] = [MARGIN, pen.y]
  const [middleX, middleY] = [left + SKETCH_SIDE / 2, top + SKETCH_SIDE / 2]
  const at = (metres: number): number => (metres / reachM) * (SKETCH_SIDE / 2)
  pen.save()
  pen.rect(left, top, SKETCH_SIDE, SKETCH_SIDE).lineWidth(0.5).strokeColor(INK.rule).stroke()
  pen.rect(left, top, SKETCH_SIDE, SKETCH_SIDE).clip()
  for (const [index, { points }] of ways.entries()) {
    pen.lineWidth(1.2).strokeColor(INK.way[index % INK.way.length] ?? INK.text)
    for (const [step, [east, north]] of points.entries())
      if (step === 0) pen.moveTo(middleX + at(east), middleY - at(north))
      else pen.lineTo(middleX + at(east), middleY - at(north))
    pen.stroke()
  }
  pen.lineWidth(1.6).strokeColor(INK.mark)
  pen
    .moveTo(middleX - 5, middleY)
    .lineTo(middleX + 5, middleY)
    .stroke()
  pen
    .moveTo(middleX, middleY - 5)
    .lineTo(middleX, middleY + 5)
    .stroke()
  pen.restore()
  pen.fontSize(SIZE.cell).fillColor(INK.soft)
  for (const [index, { label }] of ways.entries()) {
    pen.fillColor(INK.way[index % INK.way.length] ?? INK.text)
    pen.text(label, left + SKETCH_SIDE + 10, top + 2 + index * 12, { lineBreak: false })
  }
  pen.fillColor(INK.soft).text(scale, left, top + SKETCH_SIDE + 3, { lineBreak: false })
  pen.x = MARGIN
  pen.y = top + SKETCH_SIDE + 18
}
