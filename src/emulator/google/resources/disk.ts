import { inUse } from '../compute/error.ts';
import { nameOf, selfLink } from '../compute/link.ts';
import type { Body } from './kind.ts';
import { defineKind } from './kind.ts';
import { numberIn, present, textIn } from './read.ts';
import { findImage, imagePath } from './catalogue.ts';

export interface DiskProperties {
  readonly sizeGb: number;
  /** `pd-balanced` */
  readonly type: string;
  readonly sourceImage?: string;
}

/** Disks are only known by name: a machine's files live as long as the machine. */
export const disk = defineKind<'disks'>({
  scope: 'zones',
  noun: 'disk',

  prepare(body) {
    const text = textIn(body, 'sourceImage');
    const image = text === undefined ? undefined : findImage(text);
    return {
      sizeGb: numberIn(body, 'sizeGb') ?? image?.diskSizeGb ?? 10,
      type: nameOf(textIn(body, 'type') ?? 'pd-standard'),
      ...(text !== undefined && { sourceImage: image ? imagePath(image) : text }),
    };
  },

  refuseDelete({ path }, resources) {
    const user = resources
      .all('instances')
      .find(({ properties }) => properties.disks.some((attached) => attached.disk === path));
    if (user) throw inUse('disk', path, user.path);
  },

  view({ path, scope, properties }, { resources }): Body {
    const project = path.split('/').slice(0, 2).join('/');
    const users = resources
      .all('instances')
      .filter((instance) => instance.properties.disks.some(({ disk: used }) => used === path));
    return present({
      sizeGb: String(properties.sizeGb),
      type: selfLink(`${project}/${scope}/diskTypes/${properties.type}`),
      zone: selfLink(`${project}/${scope}`),
      sourceImage:
        properties.sourceImage?.startsWith('projects/') === true
          ? selfLink(properties.sourceImage)
          : properties.sourceImage,
      status: 'READY',
      users: users.length > 0 ? users.map((user) => selfLink(user.path)) : undefined,
    });
  },
});
