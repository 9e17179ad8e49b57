import type { CloudFabric } from '../../cloud.ts';
import { drgs } from './drg.ts';
import type { Layout } from './layout.ts';
import { createLayout } from './layout.ts';
import { networkParts } from './networks.ts';

/** What one group of resources needs of Linux. */
export type Part = Partial<CloudFabric>;

/** To add a part: a file beside this one that exports such a function, and a line here. */
const parts: readonly ((layout: Layout) => Part)[] = [networkParts, drgs];

/** What OCI's resources need of Linux, given what Linux says. Pure. */
export function compile(parameters: Parameters<typeof createLayout>[0]): CloudFabric {
  const layout = createLayout(parameters);
  const made = parts.map((part) => part(layout));
  return {
    nodes: made.flatMap(({ nodes = [] }) => nodes),
    links: made.flatMap(({ links = [] }) => links),
    tunnels: made.flatMap(({ tunnels = [] }) => tunnels),
    announcements: made.flatMap(({ announcements = [] }) => announcements),
    openEnds: made.flatMap(({ openEnds = [] }) => openEnds),
    taps: made.flatMap(({ taps = [] }) => taps),
  };
}
