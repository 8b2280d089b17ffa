import { fail, type Run, reserveText, spend } from './run.ts'
import { ownValue, primitive, propertyKey } from './values.ts'

/** A binary operator on two evaluated operands, with JavaScript's conversions. */
export function binary(run: Run, operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case '+':
      return add(run, left, right)
    case '===':
      return same(run, left, right)
    case '!==':
      return !same(run, left, right)
    case '==':
      return looselySame(run, left, right)
    case '!=':
      return !looselySame(run, left, right)
    case 'in':
      if (typeof right !== 'object' || right === null)
        return fail('"in" needs a list or an object on its right')
      return Object.hasOwn(right, propertyKey(run, left))
  }
  const a = primitive(run, left, 'number')
  const b = primitive(run, right, 'number')
  if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
    return compare(run, operator, a, b)
  }
  return arithmetic(operator, Number(a), Number(b))
}

function add(run: Run, left: unknown, right: unknown): unknown {
  const a = primitive(run, left, 'default')
  const b = primitive(run, right, 'default')
  if (typeof a !== 'string' && typeof b !== 'string') return Number(a) + Number(b)
  const first = String(a)
  const second = String(b)
  reserveText(run, first.length + second.length)
  return first + second
}

function compare(run: Run, operator: '<' | '>' | '<=' | '>=', a: unknown, b: unknown): boolean {
  const texts = typeof a === 'string' && typeof b === 'string'
  if (texts) payForComparing(run, a, b)
  const [x, y] = texts ? [a, b] : [Number(a), Number(b)]
  switch (operator) {
    case '<':
      return x < y
    case '>':
      return x > y
    case '<=':
      return x <= y
    case '>=':
      return x >= y
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '|':
      return a | b
    case '&':
      return a & b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '>>>':
      return a >>> b
  }
  return fail(`"${operator}" is not supported`)
}

function same(run: Run, left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') payForComparing(run, left, right)
  return left === right
}

function looselySame(run: Run, left: unknown, right: unknown): boolean {
  const leftIsObject = typeof left === 'object' && left !== null
  const rightIsObject = typeof right === 'object' && right !== null
  if (leftIsObject === rightIsObject) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is the `==` of the expression
    return leftIsObject ? left === right : left == right
  }
  if (left === null || left === undefined || right === null || right === undefined) return false
  // biome-ignore lint/suspicious/noDoubleEquals: this is the `==` of the expression
  return primitive(run, left, 'default') == primitive(run, right, 'default')
}

function payForComparing(run: Run, left: string, right: string): void {
  const length = Math.min(left.length, right.length)
  if (length > 1024) spend(run, length >> 10)
}

/**
 * Reads `value[key]` inside an expression.
 * @throws ExpressionError for null and undefined, as JavaScript does
 */
export function readMember(value: unknown, key: string | number): unknown {
  if (value === null || value === undefined)
    return fail(`"${key}" can't be read: what it is read from is empty`)
  return ownValue(value, key)
}
