const offsetMs = 8 * 3_600_000;

/** As Compute Engine writes times: `2022-11-01T00:00:00.000-08:00`. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds - offsetMs).toISOString().replace('Z', '-08:00');
}
