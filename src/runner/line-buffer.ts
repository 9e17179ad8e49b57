/**
 * Holds back the end of a stream until its line is whole, so that a secret that arrives in two chunks
 * is redacted all the same. A line without end is passed on in parts, redacted first and keeping back
 * as many characters as a secret may still need.
 */
export interface LineBuffer {
  /** The part that may be shown now, redacted; may be empty. */
  push(text: string): string;
  /** What was held back, redacted. */
  end(): string;
}

const longestLine = 64 * 1024;

export function createLineBuffer(redactor: {
  text(text: string): string;
  longest(): number;
}): LineBuffer {
  let held = '';
  const take = (length: number): string => {
    const ready = held.slice(0, length);
    held = held.slice(length);
    return ready;
  };
  return {
    push(text) {
      held += text;
      const lineEnd = Math.max(held.lastIndexOf('\n'), held.lastIndexOf('\r')) + 1;
      if (lineEnd > 0) return redactor.text(take(lineEnd));
      if (held.length <= longestLine) return '';
      held = redactor.text(held);
      return take(Math.max(0, held.length - redactor.longest()));
    },
    end: () => redactor.text(take(held.length)),
  };
}
