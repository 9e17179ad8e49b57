import type { Attributes, BlockSchema } from '../../terraform/provider.ts';
import type { Advertisement } from '../resources/advertisement.ts';
import { blocksOf, required, text, textOf, textsOf } from './attributes.ts';

/** What routers and their peers say about announcements, in the same words. */

export const advertisedRanges: { readonly advertised_ip_ranges: BlockSchema } = {
  advertised_ip_ranges: {
    unordered: true,
    attributes: { range: text(required), description: text() },
  },
};

export function advertisementBody(config: Attributes) {
  return {
    advertiseMode: textOf(config, 'advertise_mode') ?? 'DEFAULT',
    advertisedGroups: textsOf(config, 'advertised_groups'),
    advertisedIpRanges: blocksOf(config, 'advertised_ip_ranges').map((block) => ({
      range: textOf(block, 'range'),
      description: textOf(block, 'description'),
    })),
  };
}

export function advertisementAttributes(from: Advertisement | undefined) {
  return {
    advertise_mode: from?.advertiseMode ?? 'DEFAULT',
    ...(from && from.advertisedGroups.length > 0 && { advertised_groups: from.advertisedGroups }),
    advertised_ip_ranges: (from?.advertisedIpRanges ?? []).map(({ range, description }) => ({
      range,
      ...(description !== undefined && { description }),
    })),
  };
}
