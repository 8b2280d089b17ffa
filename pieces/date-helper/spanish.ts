/**
 * Spanish words of time as English ones, for a parser that knows English best. In order: longer phrases first.
 * English text passes unchanged.
 */
const NUMBERS =
  'una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veinte|treinta'.split(
    '|',
  )
const NUMBER_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 30]
const MONTHS =
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre'.split('|')
const MONTHS_ENGLISH =
  'january|february|march|april|may|june|july|august|september|october|november|december'.split('|')
const DAYS = 'domingo|lunes|martes|miercoles|jueves|viernes|sabado'.split('|')
const DAYS_ENGLISH = 'sunday|monday|tuesday|wednesday|thursday|friday|saturday'.split('|')
const UNITS = 'minuto|hora|dia|semana|mes|ano'.split('|')
const UNITS_ENGLISH = 'minute|hour|day|week|month|year'.split('|')

const word = (spanish: readonly string[], english: readonly string[], plural = '') =>
  [
    new RegExp(`\\b(${spanish.join('|')})${plural}\\b`, 'g'),
    (_: string, found: string) => english[spanish.indexOf(found)] ?? '',
  ] as const

const number = (text: string) => {
  const at = NUMBERS.indexOf(text === 'un' ? 'una' : text)
  return at < 0 ? text : String(NUMBER_VALUES[at])
}
const COUNT = `(\\d+|un|${NUMBERS.join('|')})`

const clock = (hour: string, minute: string) => `at ${number(hour)}:${minute}`
const earlier = (hour: string, minutes: number) => `at ${(Number(number(hour)) + 23) % 24}:${60 - minutes}`

const RULES: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/\bpasado manana\b/g, 'the day after tomorrow'],
  [/\b(?:antes de ayer|anteayer)\b/g, 'the day before yesterday'],
  [/\b(?:al? )?mediodia\b/g, 'at noon'],
  [/\b(?:a )?medianoche\b/g, 'at midnight'],
  [new RegExp(`\\ba las? ${COUNT} y media\\b`, 'g'), (_, hour = '') => clock(hour, '30')],
  [new RegExp(`\\ba las? ${COUNT} y cuarto\\b`, 'g'), (_, hour = '') => clock(hour, '15')],
  [new RegExp(`\\ba las? ${COUNT} menos cuarto\\b`, 'g'), (_, hour = '') => earlier(hour, 15)],
  [
    new RegExp(`\\ba las? ${COUNT}(:\\d\\d)?(?: ?h(?:oras)?)?(?=\\W|$)`, 'g'),
    (_, hour = '', minutes) => `at ${number(hour)}${minutes ?? ':00'}`,
  ],
  [/(?<=\d )(?:de|por|en) la manana\b/g, 'in the morning'],
  [/(?<=\d )(?:de|por|en) la tarde\b/g, 'in the afternoon'],
  [/(?<=\d )(?:de|por|en) la noche\b/g, 'at night'],
  [/\b(?:de|por|en) la manana\b/g, 'morning'],
  [/\b(?:de|por|en) la tarde\b/g, 'afternoon'],
  [/\b(?:de|por|en) la noche\b/g, 'night'],
  [/\besta manana\b/g, 'this morning'],
  [/\besta tarde\b/g, 'this afternoon'],
  [/\besta noche\b/g, 'tonight'],
  [
    new RegExp(`\\b(?:dentro de|en) ${COUNT} (?=(?:${UNITS.join('|')})(?:s|es)?\\b)`, 'g'),
    (_, n = '') => `in ${number(n)} `,
  ],
  [
    new RegExp(`\\bhace ${COUNT} ((?:${UNITS.join('|')})(?:s|es)?)\\b`, 'g'),
    (_, n = '', unit = '') => `${number(n)} ${unit} ago`,
  ],
  // "El próximo martes" is the one that comes; English "next Tuesday" may be a week later.
  [new RegExp(`\\bproxim[oa] (?=${DAYS.join('|')})`, 'g'), ''],
  [new RegExp(`(?<=${DAYS.join('|')}) (?:que viene|proximo)\\b`, 'g'), ''],
  [/\b(semana|mes|ano) (?:que viene|proxim[oa])\b/g, 'next $1'],
  [/\bproxim[oa]\b/g, 'next'],
  [/\bmanana\b/g, 'tomorrow'],
  [/\bhoy\b/g, 'today'],
  [/\bayer\b/g, 'yesterday'],
  [/\bahora\b/g, 'now'],
  word(MONTHS, MONTHS_ENGLISH),
  word(DAYS, DAYS_ENGLISH),
  word(UNITS, UNITS_ENGLISH, '(?:s|es)?'),
  [new RegExp(`\\bdel? (?=\\d{4}\\b|(?:${MONTHS_ENGLISH.join('|')}))`, 'g'), ''],
]

/** The text in lower case and with Spanish words of time in English. */
export function toEnglish(text: string): string {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
  return RULES.reduce((result, [pattern, by]) => result.replaceAll(pattern, by as string), plain)
}
