/** Regions are compared by their short name: `West Europe` is `westeurope`. */
export function normalizeLocation(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}
