/** Whether a text names somebody: numbers of telephones, identity cards and vehicles, mail addresses. Notes, logs and messages refuse them, because facts are for ever and particulars are not. */

/** Mobile and service numbers of eleven digits, however they are spaced; international ones with their plus. */
const TELEPHONE = /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|\+\d{1,3}(?:[ -]?\d){7,12}(?!\d)/u
/** GB 11643: seventeen digits and a check digit or X. */
const IDENTITY_CARD = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/u
/** GA 36: province, letter, five characters, six for new-energy vehicles. */
const NUMBER_PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·.]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]/u
const MAIL = /[^\s@]+@[^\s@]+\.[^\s@]{2,}/u

/** True when the text holds a particular that belongs in the vault; a name by itself cannot be told from a word. */
export const looksPersonal = (text: string): boolean =>
  [TELEPHONE, IDENTITY_CARD, NUMBER_PLATE, MAIL].some((particular) => particular.test(text))
