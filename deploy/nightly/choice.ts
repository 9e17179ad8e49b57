/** What the nightly needs to know of a lab: a part of `run <lab> --on cloud --plan --json`. */
export interface LabNeeds {
  readonly lab: string;
  readonly clouds: readonly CloudName[];
  readonly deployMinutes: number;
  readonly destroyMinutes: number;
  readonly equipment: readonly { readonly name: string; readonly kind: 'machine' | 'other' }[];
  /** Why nobody can say what it needs. */
  readonly unplanned?: string;
}

export type CloudName = 'azure' | 'aws' | 'google' | 'oci';

/** What this repository's settings offer. */
export interface Offer {
  readonly clouds: readonly CloudName[];
  /** Names of machines that each lab's settings name. */
  readonly equipment: Readonly<Record<string, readonly string[]>>;
  /** Labs whose circuits, links and exchange routers are there. */
  readonly circuits: readonly string[];
  /** Only these; empty: all. */
  readonly wanted: readonly string[];
}

/** One job of the matrix. */
export interface Chosen {
  readonly lab: string;
  /** Limits of the run itself and of the whole job with its teardown. */
  readonly runMinutes: number;
  readonly jobMinutes: number;
}

export interface Choice {
  readonly chosen: readonly Chosen[];
  readonly leftOut: readonly { readonly lab: string; readonly why: string }[];
}

/** The longest job of a hosted runner, less what it needs before and after the lab. */
const longestJob = 350;

/** Pure. A name in `wanted` that is no lab is left out, too, and said. */
export function choose(labs: readonly LabNeeds[], offer: Offer): Choice {
  const chosen: Chosen[] = [];
  const leftOut: { lab: string; why: string }[] = offer.wanted
    .filter((name) => labs.every(({ lab }) => lab !== name))
    .map((lab) => ({ lab, why: 'there is no such lab' }));
  for (const needs of labs) {
    const why = obstacle(needs, offer);
    if (why === undefined) chosen.push(withLimits(needs));
    else leftOut.push({ lab: needs.lab, why });
  }
  return { chosen, leftOut };
}

function obstacle(needs: LabNeeds, offer: Offer): string | undefined {
  const { lab, clouds, equipment, unplanned } = needs;
  if (offer.wanted.length > 0 && !offer.wanted.includes(lab)) return 'not asked for';
  if (unplanned !== undefined) return `it cannot be planned: ${unplanned}`;
  const missing = clouds.filter((cloud) => !offer.clouds.includes(cloud));
  if (missing.length > 0) return `no credentials for ${missing.join(', ')}`;
  const machines = equipment
    .filter(({ kind, name }) => kind === 'machine' && !offer.equipment[lab]?.includes(name))
    .map(({ name }) => name);
  if (machines.length > 0) return `WIREBOOK_SETTINGS does not name ${machines.join(', ')}`;
  const others = equipment.filter(({ kind }) => kind === 'other').map(({ name }) => name);
  if (others.length > 0 && !offer.circuits.includes(lab)) {
    return `WIREBOOK_CIRCUITS does not name it, and it needs ${others.join(', ')}`;
  }
  return undefined;
}

/** Clouds are now and then twice as slow as usual. */
function withLimits({ lab, deployMinutes, destroyMinutes }: LabNeeds): Chosen {
  const teardown = 2 * destroyMinutes + 15;
  const run = Math.min(2 * deployMinutes + 60 + teardown, longestJob - teardown - 15);
  return { lab, runMinutes: run, jobMinutes: run + teardown + 15 };
}

/** From Terraform's types, `azurerm_subnet`. */
export function cloudsOf(types: readonly string[]): readonly CloudName[] {
  const found = types.flatMap((type) => {
    const cloud = clouds[type.split('_')[0] ?? ''];
    return cloud === undefined ? [] : [cloud];
  });
  return [...new Set(found)];
}

const clouds: Readonly<Record<string, CloudName>> = {
  azurerm: 'azure',
  aws: 'aws',
  google: 'google',
  oci: 'oci',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable of each cloud that its login cannot do without. */
const credentials: Readonly<Record<CloudName, string>> = {
  azure: 'HAS_AZURE',
  aws: 'HAS_AWS',
  google: 'HAS_GOOGLE',
  oci: 'HAS_OCI',
};

/** Throws when WIREBOOK_SETTINGS is no JSON of `{ "<lab>": { "equipment": { … } } }`. */
export function offerOf(environment: Environment): Offer {
  return {
    clouds: (Object.keys(credentials) as CloudName[]).filter(
      (cloud) => environment[credentials[cloud]] === 'true',
    ),
    equipment: equipmentOf(environment['WIREBOOK_SETTINGS'] ?? ''),
    circuits: words(environment['WIREBOOK_CIRCUITS']),
    wanted: words(environment['WIREBOOK_LABS']),
  };
}

const words = (text = ''): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');

function equipmentOf(text: string): Offer['equipment'] {
  if (text.trim() === '') return {};
  const settings = parse(text);
  return Object.fromEntries(
    Object.entries(settings).map(([lab, { equipment = {} }]) => [lab, Object.keys(equipment)]),
  );
}

function parse(text: string): Readonly<Record<string, { readonly equipment?: object }>> {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = (one: unknown) => typeof one === 'object' && one !== null;
    if (isObject(value) && Object.values(value).every(isObject)) {
      return value as ReturnType<typeof parse>;
    }
  } catch {
    // What JSON.parse says quotes the text, which is secret.
  }
  throw new Error(
    'WIREBOOK_SETTINGS is not JSON of the form { "<lab>": { "equipment": { … } } }: docs/real-clouds.md shows it.',
  );
}
