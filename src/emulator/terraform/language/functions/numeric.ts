import { asInteger, asNumber, asString, ExpressionError, roundResult } from '../convert.ts';
import { define, defineVariadic, type FunctionTable } from './define.ts';

export const numericFunctions: FunctionTable = {
  abs: define([asNumber], Math.abs),
  ceil: define([asNumber], Math.ceil),
  floor: define([asNumber], Math.floor),
  signum: define([asNumber], Math.sign),
  log: define([asNumber, asNumber], (value, base) => roundResult(Math.log(value) / Math.log(base))),
  pow: define([asNumber, asNumber], (base, exponent) => roundResult(base ** exponent)),
  min: defineVariadic(asNumber, (values) => Math.min(...values), { minimum: 1 }),
  max: defineVariadic(asNumber, (values) => Math.max(...values), { minimum: 1 }),
  parseint: define([asString, asInteger], parseInteger),
};

function parseInteger(text: string, base: number): number {
  if (base < 2 || base > 36) throw new ExpressionError('a base is from 2 to 36');
  const digits = text.replace(/^[+-]/, '').toLowerCase();
  const isDigit = (letter: string): boolean => Number.parseInt(letter, base) >= 0;
  if (digits === '' || ![...digits].every(isDigit)) {
    throw new ExpressionError(`${JSON.stringify(text)} is not a whole number in base ${base}`);
  }
  return Number.parseInt(text, base);
}
