import { asString, ExpressionError } from '../convert.ts';
import type { TfValue } from '../value.ts';
import { any, define, type FunctionTable } from './define.ts';
import { encodeJson } from './json.ts';
import { encodeYaml } from './yaml.ts';

export const encodingFunctions: FunctionTable = {
  jsonencode: define([any], encodeJson),
  jsondecode: define([asString], decodeJson),
  yamlencode: define([any], encodeYaml),
  base64encode: define([asString], (text) => Buffer.from(text, 'utf8').toString('base64')),
  base64decode: define([asString], decodeBase64),
  urlencode: define([asString], (text) => new URLSearchParams([['', text]]).toString().slice(1)),
};

function decodeJson(text: string): TfValue {
  try {
    return JSON.parse(text) as TfValue;
  } catch (error) {
    throw new ExpressionError(
      `this is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function decodeBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new ExpressionError('this is no base64');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ExpressionError('the decoded bytes are no UTF-8 text');
  }
}
