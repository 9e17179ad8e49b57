import { type Cursor, expectIdentifier, fail, next, peek } from './cursor.ts';
import type { Reference } from './expression.ts';

/** How many names follow each root; a root that is not here is a resource type. */
const namesAfter = { var: 1, local: 1, each: 1, count: 1, path: 1, terraform: 1, self: 0, data: 2 };

const isRoot = (name: string): name is keyof typeof namesAfter => Object.hasOwn(namesAfter, name);

export function parseReference(cursor: Cursor, root: string, start: number): Reference {
  if (root === 'module') fail(cursor.source, start, 'modules are not supported: "module"');
  const subject = isRoot(root) ? root : 'resource';
  const count = isRoot(root) ? namesAfter[root] : 1;
  const names = [root];
  while (names.length <= count) {
    if (peek(cursor).text !== '.') fail(cursor.source, start, explain(root, subject));
    next(cursor);
    names.push(expectIdentifier(cursor, `a name after "${names.join('.')}."`));
  }
  return { subject, address: names.join('.') };
}

const explain = (root: string, subject: Reference['subject']): string =>
  subject === 'resource'
    ? `"${root}" is not known here: a reference to a resource is its type and name, such as "${root}.main"`
    : `"${root}" must be followed by a name, such as "${root}.main"`;
