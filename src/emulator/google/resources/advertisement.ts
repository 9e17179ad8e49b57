import { invalidField } from '../compute/error.ts';
import type { Body } from './kind.ts';
import { bodiesIn, choiceIn, readPrefix, requiredText, textIn, textsIn } from './read.ts';

/** What a Cloud Router tells its peers. */
export interface Advertisement {
  readonly advertiseMode: 'DEFAULT' | 'CUSTOM';
  /** Only in mode CUSTOM. */
  readonly advertisedGroups: readonly 'ALL_SUBNETS'[];
  readonly advertisedIpRanges: readonly AdvertisedRange[];
}

export interface AdvertisedRange {
  readonly range: string;
  readonly description?: string;
}

/** undefined in mode DEFAULT. */
export function readAdvertisement(body: Body): Advertisement | undefined {
  const advertiseMode = choiceIn(body, 'advertiseMode', ['DEFAULT', 'CUSTOM']) ?? 'DEFAULT';
  if (advertiseMode === 'DEFAULT') return undefined;
  const groups = textsIn(body, 'advertisedGroups');
  const unknown = groups.find((group) => group !== 'ALL_SUBNETS');
  if (unknown !== undefined) {
    throw invalidField('resource.bgp.advertisedGroups', unknown, 'Must be ALL_SUBNETS.');
  }
  return {
    advertiseMode,
    advertisedGroups: groups.length > 0 ? ['ALL_SUBNETS'] : [],
    advertisedIpRanges: bodiesIn(body, 'advertisedIpRanges').map((part) => {
      const description = textIn(part, 'description');
      return {
        range: readPrefix(requiredText(part, 'range'), 'resource.bgp.advertisedIpRanges.range'),
        ...(description !== undefined && { description }),
      };
    }),
  };
}

export function advertisementView(from: Advertisement): Body {
  const { advertiseMode, advertisedGroups, advertisedIpRanges } = from;
  if (advertiseMode === 'DEFAULT') return { advertiseMode };
  return {
    advertiseMode,
    ...(advertisedGroups.length > 0 && { advertisedGroups }),
    ...(advertisedIpRanges.length > 0 && { advertisedIpRanges }),
  };
}
