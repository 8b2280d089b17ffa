import { isIPv6 } from 'node:net'
import { CodedError } from '../errors.ts'

/**
 * Networks no workflow may reach, as prefixes: the special-purpose registries of IANA (RFC 6890), with the
 * metadata addresses of the clouds among them. IPv6 prefixes are of whole groups, so a mask is enough.
 */
const REFUSED_V4: readonly (readonly [base: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
]

/** First group of IPv6 ranges that are not public: ULA, link-local, site-local, multicast. */
const REFUSED_V6: readonly (readonly [group: number, mask: number])[] = [
  [0xfc00, 0xfe00],
  [0xfe80, 0xffc0],
  [0xfec0, 0xffc0],
  [0xff00, 0xff00],
]

const REFUSED_NAMES = /(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa|lan)\.?$/i

/**
 * Refuses addresses inside our own or a cloud's network. The URL parser has already turned decimal, octal and hex
 * notations into the dotted form. Names are judged by their ending only: what they resolve to is the platform's
 * affair, and a Worker on the edge has no private network to reach.
 * @throws CodedError HTTP_HOST_REFUSED
 */
export function checkEgress(url: URL): void {
  const host = url.hostname
  const inside = host.startsWith('[')
    ? isPrivateV6(host.slice(1, -1))
    : isPrivateV4(host) || REFUSED_NAMES.test(host)
  if (!inside && host !== '') return
  throw new CodedError(
    'HTTP_HOST_REFUSED',
    `"${host}" is a private or local address. Requests may go to public hosts only.`,
  )
}

/**
 * The same for the host of a socket, which must be a bare name or address.
 * @throws CodedError HTTP_HOST_REFUSED
 */
export function checkHost(host: string, allowPrivate: boolean): void {
  const url = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}/`)
  if (!url || !/^[\w.:-]+$/.test(host) || (host.includes(':') && !isIPv6(host))) {
    throw new CodedError(
      'HTTP_HOST_REFUSED',
      `"${host}" is no host. Give its name alone, without port or path.`,
    )
  }
  if (!allowPrivate) checkEgress(url)
}

/** A URL for messages: without user, password, query and fragment, where secrets travel. */
export function withoutSecrets(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}

function isPrivateV4(host: string): boolean {
  const address = v4(host)
  if (address === undefined) return false
  return REFUSED_V4.some(([base, bits]) => (address ^ (v4(base) ?? 0)) >>> (32 - bits) === 0)
}

function v4(host: string): number | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+\.?$/.test(host)) return undefined
  return host.split('.', 4).reduce((sum, part) => (sum << 8) | Number(part), 0)
}

function isPrivateV6(host: string): boolean {
  const groups = v6(host)
  const inner = embeddedV4(groups)
  if (inner !== undefined) return isPrivateV4(inner)
  const first = groups[0] ?? 0
  return REFUSED_V6.some(([group, mask]) => (first & mask) === group)
}

/** The eight groups of an address in the URL parser's form (RFC 5952, never with a dotted tail). */
function v6(host: string): number[] {
  const [head = '', tail] = host.split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const left = groups(head)
  if (tail === undefined) return left
  const right = groups(tail)
  return [...left, ...Array(8 - left.length - right.length).fill(0), ...right]
}

/** The IPv4 address that an IPv6 one leads to: mapped, compatible (also `::` and `::1`), NAT64, 6to4. */
function embeddedV4(groups: number[]): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  const dotted = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.')
  if (a === 0x2002) return dotted(b, c)
  if (a === 0x64 && b === 0xff9b) return dotted(g, h)
  const zeros = a === 0 && b === 0 && c === 0 && d === 0
  if (zeros && ((e === 0 && (f === 0 || f === 0xffff)) || (e === 0xffff && f === 0))) return dotted(g, h)
  return undefined
}
