/** The duty desk's words, English; the shape of the other language's. */
export const deskEn = {
  title: 'Duty desk',
} as const
