import { BlockList, isIP, isIPv4 } from 'node:net';

/** What no name in the public DNS should lead to: IANA's special-purpose registries, multicast, and the future's. */
const special4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, where clouds keep their metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Of IPv6 only global unicast is public, without these. */
const globalUnicast = ['2000::', 3] as const;

const special6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: holds an IPv4 address
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const notPublic4 = toList('ipv4', special4);
const notPublic6 = toList('ipv6', special6);
const unicast6 = toList('ipv6', [globalUnicast]);

/**
 * Whether an address, as a resolver gives it, is one of the public network. An IPv4 address inside an IPv6 one (mapped,
 * compatible, NAT64, 6to4, Teredo) is not, whichever it is: none of these stands in the DNS of an honest host.
 */
export function isPublicAddress(address: string): boolean {
  // A zone is for this link alone.
  if (address.includes('%') || isIP(address) === 0) return false;
  if (isIPv4(address)) return !notPublic4.check(address, 'ipv4');
  return unicast6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

function toList(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
