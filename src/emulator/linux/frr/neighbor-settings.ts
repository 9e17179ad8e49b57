import type { BgpNeighbor, BgpSpeaker } from '../../fabric/fabric.ts';
import { prefixList } from './prefix-lists.ts';
import { exportMap, importMap, isPrivateAs } from './route-maps.ts';

/** Pure: the settings of a neighbour in the address family: kind -> what comes after `neighbor <address>`. */
export function neighborSettings(
  speaker: BgpSpeaker,
  neighbor: BgpNeighbor,
): ReadonlyMap<string, string> {
  const { onExport = {}, allowOwnAs = 0, maximumPrefixes } = neighbor;
  const internal = neighbor.asn === speaker.asn;
  const keepsNextHop = onExport.keepNextHop ?? false;
  const removesPrivate = !internal && onExport.removePrivateAs === true;
  const inbound = prefixList(neighbor.inbound);
  const outbound = prefixList(neighbor.outbound);
  const onImport = importMap(neighbor);
  const onExportMap = exportMap(speaker, neighbor);
  const settings: readonly (readonly [kind: string, wanted: boolean, line: string])[] = [
    ['next hop', neighbor.nextHopSelf && !keepsNextHop, 'next-hop-self'],
    ['unchanged', keepsNextHop, 'attribute-unchanged next-hop'],
    // FRR refuses these three where they mean nothing.
    ['reflector', internal && neighbor.routeReflectorClient === true, 'route-reflector-client'],
    ['private', removesPrivate, 'remove-private-AS all'],
    ['override', overrides(neighbor, internal, removesPrivate), 'as-override'],
    ['own AS', allowOwnAs > 0, `allowas-in ${allowOwnAs}`],
    // Minutes: without, somebody would have to clear the session. FRR looks before it counts: it takes one more than this.
    ['most', maximumPrefixes !== undefined, `maximum-prefix ${maximumPrefixes} restart 1`],
    ['list in', inbound !== undefined, `prefix-list ${inbound?.name} in`],
    ['list out', outbound !== undefined, `prefix-list ${outbound?.name} out`],
    ['map in', onImport !== undefined, `route-map ${onImport?.name} in`],
    ['map out', onExportMap !== undefined, `route-map ${onExportMap?.name} out`],
  ];
  return new Map(settings.flatMap(([kind, wanted, line]) => (wanted ? [[kind, line]] : [])));
}

/** A private AS number that was removed is not there to be replaced. */
function overrides({ asn, onExport }: BgpNeighbor, internal: boolean, removesPrivate: boolean) {
  return !internal && onExport?.asOverride === true && !(removesPrivate && isPrivateAs(asn));
}
