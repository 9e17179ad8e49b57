/** A line of Markdown prose, told apart from code. */
interface ProseLine {
  readonly text: string;
  readonly code: boolean;
  /** The fence that is open after this line. */
  readonly fence: string | undefined;
}

function readLines(markdown: string): readonly ProseLine[] {
  let fence: string | undefined;
  return markdown.split('\n').map((text) => {
    const open = fence;
    const [, mark] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(text) ?? [];
    if (open === undefined) fence = mark;
    else if (closes(text, open)) fence = undefined;
    return { text, code: open !== undefined || mark !== undefined, fence };
  });
}

function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return text.startsWith(fence) && text === fence.charAt(0).repeat(text.length);
}

/** The depth of the last heading in some prose; undefined when it has none. */
export function headingDepth(markdown: string): number | undefined {
  const heading = readLines(markdown)
    .filter(({ code }) => !code)
    .map(({ text }) => /^ {0,3}(#{1,6})(?:\s|$)/.exec(text)?.[1])
    .findLast((marks) => marks !== undefined);
  return heading?.length;
}

/** Prose as it is; a code fence that it leaves open is closed, lest it swallow what follows. */
export function closeProse(markdown: string): string {
  const text = markdown.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  const open = readLines(text).at(-1)?.fence;
  return open === undefined ? text : `${text}\n${open}`;
}

/** Prose without the lab's title, where it begins with it: the report has it already. */
export function dropTitle(markdown: string, title: string): string {
  const [, heading, rest] = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|$)([\s\S]*)$/.exec(markdown) ?? [];
  return heading === title.trim() ? (rest ?? '') : markdown;
}
