/** What an element may hold. A list becomes `<item>` elements; what is undefined is left out. */
export type Xml = string | number | boolean | undefined | XmlObject | readonly Xml[];
export interface XmlObject {
  readonly [element: string]: Xml;
}

/** One element with its content: `<name>…</name>`. Attributes go with it as they are written. */
export function element(name: string, content: Xml, attributes = ''): string {
  if (content === undefined) return '';
  return `<${name}${attributes}>${inside(content)}</${name}>`;
}

function inside(content: Exclude<Xml, undefined>): string {
  if (Array.isArray(content)) return content.map((item: Xml) => element('item', item)).join('');
  if (typeof content !== 'object') return escape(String(content));
  return Object.entries(content)
    .map(([name, child]: [string, Xml]) => element(name, child))
    .join('');
}

export const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Text that means itself in XML. Characters that XML 1.0 cannot hold are left out. */
export function escape(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
