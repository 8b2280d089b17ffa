/** Hextets of an IPv6 address that a customer of a provider is given at least: the rest is theirs to change (RFC 6177). */
const OWN_HEXTETS = 4

/**
 * Whom an address stands for, to count what they send: an IPv4 address, or an IPv6 network of 64 bits.
 * @param address as Cloudflare gives it; empty where it gives none
 */
export function senderOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const hextets = [...left, ...Array.from({ length: zeros }, () => '0'), ...right]
  return hextets
    .slice(0, OWN_HEXTETS)
    .map((each) => each.replace(/^0+(?=.)/, ''))
    .join(':')
}
