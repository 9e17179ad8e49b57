import type { Redactor } from './redact.ts';

/**
 * Holds back the end of a stream until its line is whole, so that a secret that arrives in two chunks
 * is redacted all the same; and lines that may be parts of something longer (base64 in lines, a secret of several lines) until
 * what follows is there. A line without end is passed on in parts, keeping back as many characters as a secret may still need.
 */
export interface LineBuffer {
  /** The part that may be shown now, redacted; may be empty. */
  push(text: string): string;
  /** What was held back, redacted. */
  end(): string;
}

const longestHeld = 64 * 1024;
/** Lines that encoders broke: 64, 70 or 76 characters and nothing else. */
const brokenLines = /(?:^|[\r\n])((?:[ \t]*[A-Za-z0-9+/=_-]{60,}\r?\n)+)$/;

export function createLineBuffer(
  redactor: Pick<Redactor, 'text' | 'find' | 'longest' | 'unfinished'>,
): LineBuffer {
  let held = '';
  const take = (length: number): string => {
    const ready = held.slice(0, length);
    held = held.slice(length);
    return redactor.text(ready);
  };
  return {
    push(text) {
      held += text;
      const lineEnd = Math.max(held.lastIndexOf('\n'), held.lastIndexOf('\r')) + 1;
      const lines = held.slice(0, lineEnd);
      const going = Math.max(brokenLines.exec(lines)?.[1]?.length ?? 0, redactor.unfinished(lines));
      if (lineEnd > going) return take(lineEnd - going);
      if (held.length <= longestHeld) return '';
      const cut = held.length - redactor.longest();
      // Never through a secret: its second half alone would not be known as one.
      const [through] = redactor.find(held).filter(([from, to]) => from < cut && cut < to);
      return take(Math.max(0, through?.[0] ?? cut));
    },
    end: () => take(held.length),
  };
}
