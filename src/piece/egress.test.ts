import { BlockList, isIPv4 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEgress, checkHost } from './egress.ts'

const refused = (url: string) => {
  try {
    checkEgress(new URL(url))
    return false
  } catch (error) {
    expect(error).toMatchObject({ code: 'HTTP_HOST_REFUSED', retryable: false })
    return true
  }
}

test.each([
  'localhost',
  'LOCALHOST.',
  'db.localhost',
  'printer.local',
  'metadata.google.internal',
  'router.home.arpa',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0',
  '10.1.2.3',
  '100.100.100.200',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[0:0:0:0:0:ffff:0a00:0001]',
  '[64:ff9b::10.0.0.1]',
  '[2002:7f00:1::]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[ff02::1]',
])('%s is refused', (host) => {
  expect(refused(`http://${host}:8080/path`)).toBe(true)
})

test.each([
  'example.com',
  'localhost.example.com',
  'internal.example.com',
  '8.8.8.8',
  '172.32.0.1',
  '172.15.255.255',
  '100.128.0.1',
  '11.0.0.1',
  '223.255.255.255',
  '[2606:4700::1111]',
  '[::ffff:8.8.8.8]',
  '[64:ff9b::808:808]',
])('%s may be reached', (host) => {
  expect(refused(`https://${host}/`)).toBe(false)
})

test('addresses are in a refused range exactly where Node says so, in plain and in mapped notation', () => {
  const ranges = new BlockList()
  const subnets: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ]
  for (const [address, bits] of subnets) ranges.addSubnet(address, bits)
  const first = fc.oneof(fc.constantFrom(10, 100, 127, 169, 172, 192, 198), fc.nat(255))
  const second = fc.oneof(fc.constantFrom(0, 15, 16, 18, 20, 31, 63, 64, 127, 128, 168, 254), fc.nat(255))
  fc.assert(
    fc.property(first, second, fc.nat(255), fc.nat(255), (...bytes) => {
      const address = bytes.join('.')
      expect(isIPv4(address)).toBe(true)
      expect(refused(`http://${address}/`)).toBe(ranges.check(address))
      expect(refused(`http://[::ffff:${address}]/`)).toBe(ranges.check(address))
    }),
    { numRuns: 1000 },
  )
})

test.each(['127.0.0.1', '2130706433', '::1', 'fd00::1', '::ffff:10.0.0.1', 'localhost', 'db.internal'])(
  'a socket to %s is refused as a request is, unless private hosts are allowed',
  (host) => {
    expect(() => checkHost(host, false)).toThrow(expect.objectContaining({ code: 'HTTP_HOST_REFUSED' }))
    expect(() => checkHost(host, true)).not.toThrow()
  },
)

test.each(['db.example.com', '93.184.216.34', '2606:2800:220:1::1'])('a socket may go to %s', (host) => {
  expect(() => checkHost(host, false)).not.toThrow()
})

test.each([
  '',
  'db.example.com:5432',
  'a b',
  'user@127.0.0.1',
  'x/@db.example.com',
  'db.example.com#.',
  '127。0。0。1',
])('what is no bare host, such as "%s", is refused even where private hosts are allowed', (host) => {
  expect(() => checkHost(host, true)).toThrow(expect.objectContaining({ code: 'HTTP_HOST_REFUSED' }))
})
