import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { templateError } from './error.ts';

/** A parameter as a template declares it. */
export type ParameterDeclaration = z.infer<typeof parameterDeclaration>;

const types = ['string', 'securestring', 'int', 'bool', 'object', 'secureobject', 'array'] as const;
export type ValueType = (typeof types)[number];

/** Names of types are compared without regard to case. */
export const valueType = z.string().toLowerCase().pipe(z.enum(types));

export const parameterDeclaration = z.strictObject({
  type: valueType,
  defaultValue: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  metadata: z.unknown().optional(),
});

/** As a deployment's body gives a value. */
export const givenParameter = z.strictObject({ value: z.unknown() });

export function isSecure(type: ValueType): boolean {
  return type.startsWith('secure');
}

const shown: Readonly<Record<ValueType, string>> = {
  string: 'String',
  securestring: 'SecureString',
  int: 'Int',
  bool: 'Bool',
  object: 'Object',
  secureobject: 'SecureObject',
  array: 'Array',
};

/** A value as a deployment shows it: what is secure is shown by its type alone. */
export function showValue(type: ValueType, value: unknown): Readonly<Record<string, unknown>> {
  return { type: shown[type], ...(!isSecure(type) && { value }) };
}

/** Throws ARM's InvalidTemplate for a value that is not of its type or not allowed. Names no secret. */
export function refuseValue(
  name: string,
  { type, allowedValues }: Pick<ParameterDeclaration, 'type' | 'allowedValues'>,
  value: unknown,
): void {
  if (!isOfType(type, value)) {
    throw templateError(
      `The provided value for the template parameter '${name}' is not valid. Expected a value of type '${shown[type]}'`,
    );
  }
  if (allowedValues && !allowedValues.some((allowed) => isDeepStrictEqual(allowed, value))) {
    throw templateError(
      `The provided value for the template parameter '${name}' is not valid. It is not part of the allowed value(s): '${allowedValues.map(String).join(',')}'`,
    );
  }
}

export function isOfType(type: ValueType, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'securestring':
      return typeof value === 'string';
    case 'int':
      return Number.isInteger(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
    case 'secureobject':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return type satisfies never;
  }
}
