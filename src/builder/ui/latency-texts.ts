import type { Texts } from '../i18n/texts.ts'

export const latencyTexts = {
  ofBudget: { en: 'p50 {p50} · p95 {p95} of {budget}', es: 'p50 {p50} · p95 {p95} de {budget}' },
  onlyBudget: { en: 'budget {budget}', es: 'presupuesto {budget}' },
  hint: {
    en: 'Of the latest {count} live answers half were there within {p50}, and all but one in twenty within {p95}.',
    es: 'De las últimas {count} respuestas reales, la mitad llegó en {p50} y todas menos una de cada veinte en {p95}.',
  },
  hintBudget: {
    en: 'The budget is {budget}; {over} took longer.',
    es: 'El presupuesto es {budget}; {over} tardaron más.',
  },
} satisfies Texts
