import { incorrectState, invalidField, notFound } from '../protocol/error.ts';
import { imagesIn, shapes } from '../resources/catalogue.ts';
import type { Image } from '../resources/catalogue.ts';
import type { Account, Body } from '../resources/kind.ts';
import { demandParameters, selected } from './lists.ts';
import type { Route } from './routes.ts';

/** What of Compute is no collection of kinds: power actions, images and shapes. */
export const computeRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/instances/{instanceId}',
    answer({ door, parameter, query, demandMatch }) {
      const instance = door.get('instances', parameter('instanceId'));
      demandMatch(instance);
      const name = query.get('action') ?? '';
      const action = powerActions.get(name);
      if (!action) {
        const known = [...powerActions.keys()].join(', ');
        throw invalidField('action', name, `must be one of ${known}`);
      }
      if (instance.lifecycleState !== action.from) {
        throw incorrectState(
          `${name} needs an instance in the state ${action.from}; ${instance.id} is ${instance.lifecycleState}.`,
        );
      }
      const resource = door.change(instance, { lifecycleState: action.to });
      return { kind: 'resource', resource };
    },
  },
  {
    method: 'GET',
    path: '/images',
    answer({ door: { account }, query }) {
      demandParameters(query, ['compartmentId']);
      const bodies = imagesIn(account).map((image) => imageView(image, account));
      const [filters, asked] = [['operatingSystem', 'operatingSystemVersion'], without(query)];
      return { kind: 'list', items: selected(bodies, asked, filters) };
    },
  },
  {
    method: 'GET',
    path: '/images/{imageId}',
    answer({ door: { account }, parameter }) {
      const id = parameter('imageId');
      const image = imagesIn(account).find((candidate) => candidate.id === id);
      if (!image) throw notFound(id);
      return { kind: 'body', body: imageView(image, account) };
    },
  },
  {
    method: 'GET',
    path: '/shapes',
    answer({ query }) {
      demandParameters(query, ['compartmentId']);
      return { kind: 'list', items: shapes.map(shapeView) };
    },
  },
];

/** A reset is over as soon as it began: machines have nothing to boot. */
const powerActions: ReadonlyMap<string, { readonly from: string; readonly to: string }> = new Map([
  ['START', { from: 'STOPPED', to: 'STARTING' }],
  ['STOP', { from: 'RUNNING', to: 'STOPPING' }],
  ['SOFTSTOP', { from: 'RUNNING', to: 'STOPPING' }],
  ['RESET', { from: 'RUNNING', to: 'RUNNING' }],
  ['SOFTRESET', { from: 'RUNNING', to: 'RUNNING' }],
]);

/** Platform images are in no compartment, whichever a list asks for. */
function without(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query);
  copy.delete('compartmentId');
  return copy;
}

export function imageView(image: Image, { tenancyId }: Account): Body {
  const { user: _, ...shown } = image;
  return {
    ...shown,
    compartmentId: tenancyId,
    lifecycleState: 'AVAILABLE',
    createImageAllowed: true,
    launchMode: 'PARAVIRTUALIZED',
    timeCreated: '2026-06-20T00:00:00.000Z',
  };
}

function shapeView(shape: (typeof shapes)[number]): Body {
  const { name, ocpus, memoryInGBs, isFlexible, processor } = shape;
  return {
    shape: name,
    ocpus,
    memoryInGBs,
    isFlexible,
    processorDescription: processor,
    ...(isFlexible && {
      ocpuOptions: { min: 1, max: 64 },
      memoryOptions: { minInGBs: 1, maxInGBs: 1024, defaultPerOcpuInGBs: memoryInGBs },
    }),
  };
}
