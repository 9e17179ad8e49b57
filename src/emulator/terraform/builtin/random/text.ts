import {
  type Attributes,
  type AttributeSchema,
  ProviderError,
  type ResourceType,
} from '../../provider.ts';
import type { Random } from '../random-source.ts';
import { randomType } from './random-type.ts';

/** The letters of the provider's documentation, `override_special` aside. */
const classes = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numeric: '0123456789',
  special: '!@#$%&*()-_=+[]{}<>:?',
} as const;

type ClassName = keyof typeof classes;
const classNames = Object.keys(classes) as ClassName[];

const attributes: Readonly<Record<string, AttributeSchema>> = {
  length: { type: 'number', required: true },
  lower: { type: 'bool', default: true },
  upper: { type: 'bool', default: true },
  numeric: { type: 'bool', computed: true },
  /** The older name of `numeric`. */
  number: { type: 'bool', computed: true },
  special: { type: 'bool', default: true },
  min_lower: { type: 'number', default: 0 },
  min_upper: { type: 'number', default: 0 },
  min_numeric: { type: 'number', default: 0 },
  min_special: { type: 'number', default: 0 },
  override_special: { type: 'string' },
};

/** `random_password`: as `random_string`, but nothing of it may be shown. */
export const randomPassword = (random: Random): ResourceType =>
  randomType(
    { ...attributes, result: { type: 'string', readOnly: true, sensitive: true } },
    (config) => {
      return { ...makeText(random, config), id: 'none' };
    },
  );

export const randomString = (random: Random): ResourceType =>
  randomType({ ...attributes, result: { type: 'string', readOnly: true } }, (config) => {
    const made = makeText(random, config);
    return { ...made, id: made.result };
  });

function makeText(random: Random, config: Attributes) {
  const numeric = config['numeric'] ?? config['number'] ?? true;
  const settings = { ...config, numeric };
  const enabled = classNames.filter((name) => isEnabled(settings, name));
  const letters = enabled.map((name) => lettersOf(config, name)).join('');
  const minimum = classNames.flatMap((name) =>
    Array.from({ length: Number(config[`min_${name}`] ?? 0) }, () => lettersOf(config, name)),
  );
  const length = Number(config['length']);
  check(length, minimum.length, letters);
  const free = Array.from({ length: length - minimum.length }, () => letters);
  const chosen = [...minimum, ...free].map((choices) => random.choose([...choices]));
  return { numeric, number: numeric, result: random.shuffle(chosen).join('') };
}

const isEnabled = (config: Attributes, name: ClassName): boolean =>
  config[name] !== false || Number(config[`min_${name}`] ?? 0) > 0;

function lettersOf(config: Attributes, name: ClassName): string {
  const override = config['override_special'];
  const isOverridden = name === 'special' && typeof override === 'string' && override !== '';
  return isOverridden ? override : classes[name];
}

function check(length: number, minimum: number, letters: string): void {
  if (!Number.isInteger(length) || length < 1) {
    throw new ProviderError('InvalidAttributeValue', `length must be at least 1, got ${length}`);
  }
  if (length < minimum) {
    throw new ProviderError(
      'InvalidAttributeValue',
      `length (${length}) must be at least the sum of min_lower, min_upper, min_numeric and min_special (${minimum})`,
    );
  }
  if (letters === '') {
    throw new ProviderError(
      'InvalidAttributeValue',
      'at least one of lower, upper, numeric and special must be true',
    );
  }
}
