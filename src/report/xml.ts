import { cleanOutput, oneLine } from './text.ts';

/** An XML element: its name, attributes and children; text is escaped, whatever it holds. */
export interface XmlElement {
  readonly name: string;
  /** Attributes that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly (XmlElement | string)[];
}

/** An XML 1.0 document. Names are ours and not escaped. */
export const renderXml = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(root, '')}\n`;

function renderElement(
  { name, attributes = {}, children = [] }: XmlElement,
  indent: string,
): string {
  const opening = `${indent}<${name}${Object.entries(attributes).map(renderAttribute).join('')}`;
  if (children.length === 0) return `${opening}/>`;
  // White space is text: an element that holds some is not indented inside.
  if (children.some((child) => typeof child === 'string')) {
    const content = children.map((child) =>
      typeof child === 'string' ? escapeText(child) : renderElement(child, ''),
    );
    return `${opening}>${content.join('')}</${name}>`;
  }
  const lines = children.map((child) =>
    typeof child === 'string' ? child : renderElement(child, `${indent}  `),
  );
  return [`${opening}>`, ...lines, `${indent}</${name}>`].join('\n');
}

const renderAttribute = ([name, value]: readonly [string, string | number | undefined]): string =>
  value === undefined ? '' : ` ${name}="${escapeText(oneLine(String(value)))}"`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escaped, and without the characters that XML 1.0 cannot hold at all (section 2.2). */
const escapeText = (text: string): string =>
  cleanOutput(text).replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
