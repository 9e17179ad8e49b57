import { z } from 'zod';
import { ArmError, badRequest } from '../arm/error.ts';
import { normalizeLocation } from '../arm/location.ts';
import type { Body } from './kind.ts';
import { parse } from './shape.ts';
import type { Resource, Sku } from './store.ts';

/** What stands around the properties of a resource. */
export interface Envelope {
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: Sku;
  readonly zones?: readonly string[];
}

const schema = z.looseObject({
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).nullish(),
  sku: z
    .looseObject({
      name: z.string(),
      tier: z.string().optional(),
      family: z.string().optional(),
    })
    .nullish(),
  zones: z.array(z.string()).nullish(),
});

/** Regional resources need a location, which never changes. */
export function envelope(
  body: Body,
  id: string,
  regional: boolean,
  existing: Resource | undefined,
): Envelope {
  const { location: given, tags, sku, zones } = parse(schema, body, id);
  const rest = {
    ...(tags && Object.keys(tags).length > 0 && { tags }),
    ...(sku && {
      sku: {
        name: sku.name,
        ...(sku.tier !== undefined && { tier: sku.tier }),
        ...(sku.family !== undefined && { family: sku.family }),
      },
    }),
    ...(zones && zones.length > 0 && { zones }),
  };
  if (!regional) return rest;
  const location = given === undefined ? existing?.location : normalizeLocation(given);
  if (location === undefined || location === '') {
    throw badRequest('LocationRequired', 'The location property is required for this definition.');
  }
  if (existing?.location !== undefined && existing.location !== location) {
    throw new ArmError(
      409,
      'InvalidResourceLocation',
      `The resource '${existing.name}' already exists in location '${existing.location}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  }
  return { location, ...rest };
}
