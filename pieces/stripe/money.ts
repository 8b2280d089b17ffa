import { choice } from '../../src/piece/fields.ts'

/** Currencies without decimals, and with three (https://docs.stripe.com/currencies#zero-decimal). */
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
)
const WITH_THREE: ReadonlySet<string> = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])

/** An amount such as 10.5 in the currency's smallest unit, as Stripe counts. */
export function smallestUnits(amount: number, currency: string): number {
  const code = currency.toLowerCase()
  if (WITHOUT_DECIMALS.has(code)) return Math.round(amount)
  // Stripe wants the last of three decimals to be zero.
  return WITH_THREE.has(code) ? Math.round(amount * 100) * 10 : Math.round(amount * 100)
}

const CURRENCIES = {
  usd: 'US dollar',
  eur: 'Euro',
  gbp: 'Pound sterling',
  aud: 'Australian dollar',
  cad: 'Canadian dollar',
  chf: 'Swiss franc',
  cny: 'Chinese yuan',
  jpy: 'Japanese yen',
  inr: 'Indian rupee',
  sgd: 'Singapore dollar',
  mxn: 'Mexican peso',
  brl: 'Brazilian real',
  sek: 'Swedish krona',
  nok: 'Norwegian krone',
  dkk: 'Danish krone',
  pln: 'Polish złoty',
}

/** What is paid in. */
export const currency = () =>
  choice({
    label: 'Currency',
    choices: Object.entries(CURRENCIES).map(([value, label]) => ({ value, label })),
  })
