import { incorrectState, invalidField, missingParameter, notEmulated } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { cardsOf } from './cards.ts';
import { availabilityDomains, imagesIn, shapes } from './catalogue.ts';
import type { Shape } from './catalogue.ts';
import type { Account, Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { bodyIn, numberWithin, present, requiredText, textIn, textMapIn } from './read.ts';
import type { Resource } from './store.ts';
import { makeVnic } from './vnic.ts';
import { refuseWhileCardRouted, removeVnic } from './vnic-attachment.ts';

export interface InstanceProperties {
  readonly availabilityDomain: string;
  readonly faultDomain: string;
  readonly region: string;
  readonly shape: string;
  readonly ocpus: number;
  readonly memoryInGBs: number;
  readonly imageId: Ocid;
  /** Who may log in: the image's user. */
  readonly user: string;
  /** `ssh_authorized_keys`, `user_data` … */
  readonly metadata: Readonly<Record<string, string>>;
  readonly hostnameLabel?: string;
}

/** A compute instance. @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/Instance/LaunchInstance */
export const instance = defineKind<'instances'>({
  ocid: 'instance',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: {
    initial: 'PROVISIONING',
    settling: { PROVISIONING: 'RUNNING', STARTING: 'RUNNING', STOPPING: 'STOPPED' },
  },
  filters: ['availabilityDomain'],
  listedWhenTerminated: true,

  create(body, context) {
    const { account, id, displayName, make } = context;
    const availabilityDomain = domainIn(body, account);
    const details = cardDetails(body);
    const hostnameLabel = textIn(details, 'hostnameLabel');
    const vnic = makeVnic(details, context, { availabilityDomain, isPrimary: true });
    make('vnicAttachments', { displayName, properties: { instanceId: id, vnicId: vnic.id } });
    return {
      availabilityDomain,
      faultDomain: textIn(body, 'faultDomain') ?? 'FAULT-DOMAIN-1',
      region: account.region,
      ...sizeIn(body),
      ...imageIn(body, account),
      metadata: textMapIn(body, 'metadata') ?? {},
      ...(hostnameLabel !== undefined && { hostnameLabel }),
    };
  },

  update(body, { properties }) {
    const shape = textIn(body, 'shape');
    if (shape !== undefined && shape !== properties.shape) {
      throw notEmulated('changing the shape of an instance');
    }
    const source = bodyIn(body, 'sourceDetails') ?? {};
    const imageId = textIn(source, 'imageId') ?? textIn(source, 'sourceId');
    if (imageId !== undefined && imageId !== properties.imageId) {
      throw notEmulated('replacing the boot volume of an instance');
    }
    const shapeConfig = bodyIn(body, 'shapeConfig');
    return {
      ...properties,
      ...(shapeConfig && sizeIn({ shape: properties.shape, shapeConfig })),
      faultDomain: textIn(body, 'faultDomain') ?? properties.faultDomain,
      metadata: textMapIn(body, 'metadata') ?? properties.metadata,
    };
  },

  refuseDelete({ id, lifecycleState }, resources) {
    if (lifecycleState === 'TERMINATED') throw incorrectState(`${id} is terminated.`);
    cardsOf(id, resources).forEach((card) => {
      refuseWhileCardRouted(card.id, resources);
    });
  },

  deleted({ id }, draft) {
    for (const attachment of draft.all('vnicAttachments')) {
      if (attachment.properties.instanceId !== id) continue;
      draft.remove('vnicAttachments', attachment.id);
      removeVnic(attachment.properties.vnicId, draft);
    }
  },

  view({ properties }): Body {
    const { ocpus, memoryInGBs, user: _, hostnameLabel: __, ...shown } = properties;
    return present({
      ...shown,
      shapeConfig: { ocpus, memoryInGBs },
      sourceDetails: { sourceType: 'image', imageId: properties.imageId },
      launchMode: 'PARAVIRTUALIZED',
    });
  },
});

export function isRunning({ lifecycleState }: Pick<Resource, 'lifecycleState'>): boolean {
  return ['PROVISIONING', 'STARTING', 'RUNNING'].includes(lifecycleState);
}

/** `subnetId` beside `createVnicDetails` is the older word. */
function cardDetails(body: Body): Body {
  const subnetId = textIn(body, 'subnetId');
  const hostnameLabel = textIn(body, 'hostnameLabel');
  return present({ subnetId, hostnameLabel, ...bodyIn(body, 'createVnicDetails') });
}

function domainIn(body: Body, account: Account): string {
  const domain = requiredText(body, 'availabilityDomain');
  const known = availabilityDomains(account);
  if (known.includes(domain)) return domain;
  throw invalidField('availabilityDomain', domain, `must be one of ${known.join(', ')}`);
}

function imageIn(body: Body, account: Account): Pick<InstanceProperties, 'imageId' | 'user'> {
  const source = bodyIn(body, 'sourceDetails') ?? {};
  const type = textIn(source, 'sourceType') ?? 'image';
  if (type !== 'image') throw notEmulated(`instances from a ${type}`);
  const imageId =
    textIn(source, 'imageId') ?? textIn(source, 'sourceId') ?? textIn(body, 'imageId');
  if (imageId === undefined) throw missingParameter('sourceDetails.imageId');
  const image = imagesIn(account).find(({ id }) => id === imageId);
  if (!image) throw invalidField('imageId', imageId, 'there is no such image');
  return { imageId, user: image.user };
}

function sizeIn(body: Body): Pick<InstanceProperties, 'shape' | 'ocpus' | 'memoryInGBs'> {
  const name = requiredText(body, 'shape');
  const shape: Shape | undefined = shapes.find((candidate) => candidate.name === name);
  if (!shape) {
    const known = shapes.map((candidate) => candidate.name).join(', ');
    throw invalidField('shape', name, `must be one of ${known}`);
  }
  const config = bodyIn(body, 'shapeConfig');
  if (shape.isFlexible && !config) throw missingParameter(`shapeConfig of the shape ${name}`);
  const ocpus = numberWithin(config ?? {}, 'ocpus', [1, 64]) ?? shape.ocpus;
  return {
    shape: name,
    ocpus,
    memoryInGBs: numberWithin(config ?? {}, 'memoryInGBs', [1, 1024]) ?? ocpus * shape.memoryInGBs,
  };
}
