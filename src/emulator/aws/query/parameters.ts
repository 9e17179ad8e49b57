import { Ec2Error, missingParameter } from './error.ts';

/**
 * The parameters of an EC2 request: names with dots are structures, and numbers in them lists (`Filter.1.Value.2`).
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export interface Parameters {
  text(name: string): string | undefined;
  /** Throws `MissingParameter`. */
  required(name: string): string;
  flag(name: string): boolean | undefined;
  number(name: string): number | undefined;
  /** A list of texts: `VpcId.1`, `VpcId.2`. */
  texts(name: string): readonly string[];
  /** A list of structures: `Filter.1.Name`. */
  structures(name: string): readonly Parameters[];
  /** A structure: `Options.StaticRoutesOnly` is `StaticRoutesOnly` of `Options`. */
  structure(name: string): Parameters;
  /** Whether anything at all starts with the name. */
  has(name: string): boolean;
}

export function readParameters(form: URLSearchParams): Parameters {
  return parametersOf(new Map(form), '');
}

function parametersOf(all: ReadonlyMap<string, string>, prefix: string): Parameters {
  const text = (name: string) => all.get(prefix + name);
  const numbersBelow = (name: string): readonly string[] => {
    const start = `${prefix}${name}.`;
    const numbers = [...all.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length).split('.')[0] ?? '')
      .filter((part) => /^\d+$/.test(part));
    return [...new Set(numbers)].sort((left, right) => Number(left) - Number(right));
  };
  return {
    text,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '') throw missingParameter(prefix + name);
      return value;
    },
    flag(name) {
      const value = text(name)?.toLowerCase();
      if (value === undefined || value === '') return undefined;
      if (value === 'true' || value === 'false') return value === 'true';
      throw invalid(name, value, 'boolean');
    },
    number(name) {
      const value = text(name);
      if (value === undefined || value === '') return undefined;
      if (!/^-?\d+$/.test(value)) throw invalid(name, value, 'integer');
      return Number(value);
    },
    texts: (name) => numbersBelow(name).flatMap((number) => text(`${name}.${number}`) ?? []),
    structures: (name) =>
      numbersBelow(name).map((number) => parametersOf(all, `${prefix}${name}.${number}.`)),
    structure: (name) => parametersOf(all, `${prefix}${name}.`),
    has: (name) =>
      [...all.keys()].some((key) => key === prefix + name || key.startsWith(`${prefix}${name}.`)),
  };
}

function invalid(name: string, value: string, type: string): Ec2Error {
  return new Ec2Error(
    'InvalidParameterValue',
    `Invalid value '${value}' for ${name}. Must be of type ${type}.`,
  );
}
