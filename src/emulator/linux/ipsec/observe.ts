import type { TunnelObservation } from '../../fabric/observations.ts';
import type { ViciMessage } from './vici.ts';

/** What one `list-sa` event tells. */
export interface SecurityAssociation {
  readonly ikeState: string;
  /** Seconds since the IKE SA was established. */
  readonly established: number;
  readonly children: readonly {
    readonly state: string;
    /** Seconds since it was installed. */
    readonly installed: number;
    readonly bytesIn: number;
    readonly bytesOut: number;
  }[];
}

/** Pure. @param item: `{ <connection>: { state, established, child-sas: { <child>: { … } } } }` */
export function parseSa(item: ViciMessage): SecurityAssociation[] {
  return Object.values(item).flatMap((ike): SecurityAssociation[] => {
    if (!isSection(ike)) return [];
    const children = isSection(ike['child-sas']) ? Object.values(ike['child-sas']) : [];
    return [
      {
        ikeState: text(ike['state']),
        established: number(ike['established']),
        children: children.filter(isSection).map((child) => ({
          state: text(child['state']),
          installed: number(child['install-time']),
          bytesIn: number(child['bytes-in']),
          bytesOut: number(child['bytes-out']),
        })),
      },
    ];
  });
}

const installed: ReadonlySet<string> = new Set(['INSTALLED', 'REKEYING', 'REKEYED', 'UPDATING']);

/** Pure. @param upSince: when a child SA first came up, as events told; milliseconds since the epoch. */
export function observeTunnel(
  associations: readonly SecurityAssociation[],
  upSince: number | undefined,
  now: number,
): TunnelObservation {
  const live = associations.filter(
    (sa) => sa.ikeState === 'ESTABLISHED' || sa.ikeState === 'REKEYING',
  );
  const children = live.flatMap((sa) => sa.children).filter((child) => installed.has(child.state));
  const sum = (pick: (child: (typeof children)[number]) => number): number =>
    children.reduce((total, child) => total + pick(child), 0);
  if (children.length === 0) {
    const busy = associations.some((sa) => isNew(sa.ikeState));
    return {
      state: busy || live.length > 0 ? 'connecting' : 'down',
      establishedAt: null,
      bytesIn: 0,
      bytesOut: 0,
    };
  }
  const oldest = Math.max(...live.map((sa) => sa.established));
  return {
    state: 'up',
    establishedAt: upSince ?? now - oldest * 1000,
    bytesIn: sum((child) => child.bytesIn),
    bytesOut: sum((child) => child.bytesOut),
  };
}

/** Pure. Whether it carries traffic or is on its way to. */
export function isBusy({ ikeState, children }: SecurityAssociation): boolean {
  return (
    isNew(ikeState) ||
    (ikeState === 'ESTABLISHED' && children.length > 0) ||
    ikeState === 'REKEYING'
  );
}

function isNew(ikeState: string): boolean {
  return ikeState === 'CONNECTING' || ikeState === 'CREATED';
}

function isSection(value: ViciMessage[string] | undefined): value is ViciMessage {
  return typeof value === 'object' && !Array.isArray(value);
}

function text(value: ViciMessage[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function number(value: ViciMessage[string] | undefined): number {
  return typeof value === 'string' ? Number(value) : 0;
}
