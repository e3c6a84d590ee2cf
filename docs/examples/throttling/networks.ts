import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/** Whom an address counts as: itself, or the first half of it with IPv6, where every client has the other for itself. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const { address: canonical } = new SocketAddress({ address, family: 'ipv6' })
  const ipv4 = canonical.replace('::ffff:', '')
  if (isIPv4(ipv4)) return ipv4
  const [start = [], end = []] = canonical.split('::').map((groups) => groups.split(':'))
  const zeros = Array.from({ length: 8 - start.length - end.length }, () => '0')
  return [...start, ...zeros, ...end].slice(0, 4).join(':')
}
