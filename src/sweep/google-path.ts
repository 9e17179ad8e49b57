/** `projects/p/global/networks/n` of a link to it. */
export function pathOf(link: string | null | undefined): string {
  return /projects\/.+$/.exec(link ?? '')?.[0] ?? '';
}

/** The zone, the region, or `global`. */
export function placeOf(path: string): string {
  const [, , scope = '', place = ''] = path.split('/');
  return scope === 'global' ? scope : place;
}
