import type { DataSourceType } from '../../terraform/provider.ts';
import { notFound } from '../compute/error.ts';
import { numericId } from '../compute/digest.ts';
import { placeOf, selfLink } from '../compute/link.ts';
import { imagePath, images, regionNamed } from '../resources/catalogue.ts';
import type { Place } from './compute-resource.ts';
import { refusing } from './compute-resource.ts';
import { computed, given, list, number, text, textOf } from './attributes.ts';

export function createDataSources(place: Place): Readonly<Record<string, DataSourceType>> {
  return {
    google_compute_image: {
      schema: {
        attributes: {
          id: text(given),
          family: text(computed),
          name: text(computed),
          project: text(computed),
          self_link: text(given),
          image_id: text(given),
          disk_size_gb: number(given),
          description: text(given),
          status: text(given),
        },
      },
      read: (config) =>
        refusing(() => {
          const [family, name] = [textOf(config, 'family'), textOf(config, 'name')];
          const project = textOf(config, 'project') ?? place.door.project;
          const image = images.find(
            (candidate) =>
              candidate.project === project &&
              (name === undefined ? candidate.family === family : candidate.name === name),
          );
          if (!image)
            throw notFound(`projects/${project}/global/images/${name ?? `family/${family ?? ''}`}`);
          const path = imagePath(image);
          return {
            id: path,
            family: image.family,
            name: image.name,
            project: image.project,
            self_link: selfLink(path),
            image_id: numericId(path),
            disk_size_gb: image.diskSizeGb,
            description: '',
            status: 'READY',
          };
        }),
    },
    google_compute_zones: {
      schema: {
        attributes: {
          id: text(given),
          region: text(computed),
          project: text(computed),
          status: text(),
          names: list(given),
        },
      },
      read: (config) =>
        refusing(() => {
          const region = placeOf(textOf(config, 'region') ?? place.region);
          const known = regionNamed(region);
          const { project } = place.door;
          if (!known) throw notFound(`projects/${project}/regions/${region}`);
          const path = `projects/${project}/regions/${region}`;
          return { ...config, id: path, region, project, names: known.zones };
        }),
    },
  };
}
