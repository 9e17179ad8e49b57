/** Three-letter keys, which OCIDs carry. @see https://docs.oracle.com/iaas/Content/General/Concepts/regions.htm */
const keys: Readonly<Record<string, string>> = {
  'us-ashburn-1': 'iad',
  'us-phoenix-1': 'phx',
  'us-sanjose-1': 'sjc',
  'uk-london-1': 'lhr',
  'eu-frankfurt-1': 'fra',
  'eu-amsterdam-1': 'ams',
  'ap-tokyo-1': 'nrt',
  'ap-osaka-1': 'kix',
  'ap-singapore-1': 'sin',
  'ap-seoul-1': 'icn',
  'ap-sydney-1': 'syd',
  'ca-toronto-1': 'yyz',
};

export function regionKey(region: string): string {
  return keys[region] ?? region;
}
