import { invalid, notEmulated } from '../compute/error.ts';
import { nameOf, selfLink } from '../compute/link.ts';
import { findImage, imagePath } from './catalogue.ts';
import type { Body, Context } from './kind.ts';
import { linked } from './kind.ts';
import { bodiesIn, bodyIn, flagIn, numberIn, textIn } from './read.ts';
import type { Resources } from './store.ts';

export interface AttachedDisk {
  readonly disk: string;
  readonly deviceName: string;
  readonly boot: boolean;
  readonly autoDelete: boolean;
}

/** The disks that an instance's body names; those with `initializeParams` are made. */
export function attachDisks(
  body: Body,
  instanceName: string,
  context: Context<'instances'>,
): readonly AttachedDisk[] {
  const disks = bodiesIn(body, 'disks');
  if (!disks.some((disk) => flagIn(disk, 'boot') === true)) {
    throw invalid("Invalid value for field 'resource.disks': ''. No boot disk specified.");
  }
  return disks.map((disk, index) => {
    if (textIn(disk, 'type') === 'SCRATCH') throw notEmulated('local SSDs');
    const source = textIn(disk, 'source');
    const path =
      source === undefined
        ? makeDisk(disk, index === 0 ? instanceName : `${instanceName}-${index}`, context)
        : linked(source, 'disks', context, `resource.disks[${index}].source`).path;
    return {
      disk: path,
      deviceName: textIn(disk, 'deviceName') ?? `persistent-disk-${index}`,
      boot: flagIn(disk, 'boot') ?? false,
      autoDelete: flagIn(disk, 'autoDelete') ?? false,
    };
  });
}

function makeDisk(disk: Body, name: string, { make, scope }: Context<'instances'>): string {
  const wanted = bodyIn(disk, 'initializeParams') ?? {};
  const text = textIn(wanted, 'sourceImage');
  const image = text === undefined ? undefined : findImage(text);
  return make('disks', textIn(wanted, 'diskName') ?? name, scope, {
    sizeGb: numberIn(wanted, 'diskSizeGb') ?? image?.diskSizeGb ?? 10,
    type: nameOf(textIn(wanted, 'diskType') ?? 'pd-standard'),
    ...(text !== undefined && { sourceImage: image ? imagePath(image) : text }),
  }).path;
}

export function diskViews(disks: readonly AttachedDisk[], resources: Resources): readonly Body[] {
  return disks.map(({ disk, deviceName, boot, autoDelete }, index) => ({
    kind: 'compute#attachedDisk',
    type: 'PERSISTENT',
    mode: 'READ_WRITE',
    source: selfLink(disk),
    deviceName,
    index,
    boot,
    autoDelete,
    interface: 'SCSI',
    diskSizeGb: String(resources.find('disks', disk)?.properties.sizeGb ?? 10),
  }));
}
