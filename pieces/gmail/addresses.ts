import { CodedError } from '../../src/errors.ts'

/** An e-mail address with the name that stands before it. */
export interface Address {
  name: string
  address: string
}

/** Between addresses: a comma or semicolon that is not inside quotes or brackets. */
const ENTRIES = /(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,;"<]|["<])+/g

/** The addresses of a header such as `"Ruiz, Ana" <ana@example.com>, bo@example.com`. */
export function parseAddresses(text: string): Address[] {
  return (text.match(ENTRIES) ?? [])
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [, name = '', address = entry] = /^(.*)<([^>]*)>$/s.exec(entry) ?? []
      const bare = name.trim().replace(/^"(.*)"$/s, '$1')
      return { name: bare.replace(/\\(.)/g, '$1'), address: address.trim() }
    })
}

const ADDRESS = /^[^\s<>@,;:"\\]+@[^\s<>@,;:"\\]+$/

/** The addresses that a field holds, blank entries left out. @throws CodedError INPUT_INVALID */
export function addressesOf(field: string, given: readonly unknown[] | undefined): Address[] {
  const found = (given ?? []).flatMap((each) => parseAddresses(String(each ?? '')))
  if (found.every(({ address }) => ADDRESS.test(address))) return found
  throw new CodedError('INPUT_INVALID', `"${field}" holds something that is no e-mail address.`)
}
