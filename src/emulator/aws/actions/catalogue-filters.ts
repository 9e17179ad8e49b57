import type { FilterTable, Tags } from '../query/filters.ts';
import type { Image } from '../resources/images.ts';

export const imageFilters: FilterTable<Image & { readonly tags?: Tags }> = {
  architecture: (image) => [image.architecture],
  'creation-date': (image) => [image.createdAt],
  description: (image) => [image.description],
  hypervisor: () => ['xen'],
  'image-id': (image) => [image.id],
  'image-type': () => ['machine'],
  'is-public': () => ['true'],
  name: (image) => [image.name],
  'owner-alias': (image) => [image.ownerAlias],
  'owner-id': (image) => [image.ownerId],
  'root-device-type': () => ['ebs'],
  state: () => ['available'],
  'virtualization-type': () => ['hvm'],
};
