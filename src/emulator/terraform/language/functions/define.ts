import { ExpressionError } from '../convert.ts';
import type { TfValue } from '../value.ts';

export interface FunctionContext {
  /** RFC 3339; the same through one apply. Undefined while planning: `timestamp()` is unknown then. */
  readonly timestamp: string | undefined;
}

export interface TerraformFunction {
  readonly minimum: number;
  readonly maximum: number;
  /**
   * What arguments it takes. `known`: without marks, and when one is or holds an unknown value the
   * result is unknown. `elements`: unknown and sensitive values may be inside of the arguments. `raw`:
   * as they are.
   */
  readonly takes: 'known' | 'elements' | 'raw';
  call(values: readonly TfValue[], context: FunctionContext): TfValue;
}

export type FunctionTable = Readonly<Record<string, TerraformFunction>>;

/** Converts an argument, or throws {@link ExpressionError}. */
export type Parameter<T> = (value: TfValue) => T;

type Converted<P extends readonly Parameter<unknown>[]> = { [I in keyof P]: ReturnType<P[I]> };

interface Options {
  readonly takes?: TerraformFunction['takes'];
}

/** A function of fixed parameters. */
export function define<const P extends readonly Parameter<unknown>[]>(
  parameters: P,
  body: (...values: Converted<P>) => TfValue,
  { takes = 'known' }: Options = {},
): TerraformFunction {
  return {
    minimum: parameters.length,
    maximum: parameters.length,
    takes,
    call: (values) => {
      const converted = parameters.map((convert, index) => argument(convert, values, index));
      return body(...(converted as Converted<P>));
    },
  };
}

/** A function of any number of arguments. */
export function defineVariadic<T>(
  parameter: Parameter<T>,
  body: (values: readonly T[]) => TfValue,
  { takes = 'known', minimum = 0 }: Options & { readonly minimum?: number } = {},
): TerraformFunction {
  return {
    minimum,
    maximum: Number.POSITIVE_INFINITY,
    takes,
    call: (values) => body(values.map((_, index) => argument(parameter, values, index))),
  };
}

function argument<T>(convert: Parameter<T>, values: readonly TfValue[], index: number): T {
  try {
    return convert(values[index] ?? null);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`argument ${index + 1}: ${error.message}`);
  }
}

export const any: Parameter<TfValue> = (value) => value;
