/**
 * Joins a template's text and values, without the indentation that its lines have in common and
 * without blank lines at either end. Values are put in as they are, whatever lines they hold.
 */
export function dedent(
  strings: readonly string[],
  values: readonly (string | number)[] = [],
): string {
  const common = commonIndentation(strings);
  const margin = new RegExp(`\n[ \t]{0,${common}}`, 'g');
  const parts = strings.map((text, index) => {
    // The first line of the template follows the backtick, so only lines after a break are indented.
    const stripped = text.replaceAll('\r\n', '\n').replace(margin, '\n');
    return index < values.length ? stripped + String(values[index]) : stripped;
  });
  return parts
    .join('')
    .replace(/[ \t]+$/gm, trailing)
    .replace(/^\s*\n/, '')
    .trimEnd();
}

/** Two spaces at a line's end are a line break in Markdown; anything else there is noise. */
function trailing(spaces: string): string {
  return spaces === '  ' ? spaces : '';
}

function commonIndentation(strings: readonly string[]): number {
  const indents = strings.flatMap((text, index) => {
    const lines = text.replaceAll('\r\n', '\n').split('\n').slice(1);
    const beforeValue = index < strings.length - 1 ? lines.length - 1 : -1;
    return lines.flatMap((line, at) => {
      // A line of spaces only counts when a value follows on it.
      if (line.trim() === '' && at !== beforeValue) return [];
      return [/^[ \t]*/.exec(line)?.[0].length ?? 0];
    });
  });
  return indents.length === 0 ? 0 : Math.min(...indents);
}
