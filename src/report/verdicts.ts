import type { Verdict } from '../lab/events.ts';

export interface VerdictLook {
  /** One character, shown before a title. */
  readonly mark: string;
  /** A colour that `util.styleText` knows. */
  readonly color: 'green' | 'red' | 'yellow' | 'magenta' | 'gray';
  /** What it means, for a reader who sees it for the first time. */
  readonly meaning: string;
  /** Whether a reader must know of it before all else. */
  readonly trouble: boolean;
}

/** How each verdict looks, everywhere. */
export const verdicts: { readonly [V in Verdict]: VerdictLook } = {
  passed: { mark: '✔', color: 'green', meaning: 'ran, and all its checks hold', trouble: false },
  failed: {
    mark: '✘',
    color: 'red',
    meaning: 'ran as planned, and the outcome is wrong',
    trouble: true,
  },
  errored: { mark: '⚠', color: 'magenta', meaning: 'the procedure itself broke', trouble: true },
  blocked: {
    mark: '⊘',
    color: 'yellow',
    meaning: 'something it needs did not pass',
    trouble: true,
  },
  skipped: { mark: '–', color: 'gray', meaning: 'left out by choice', trouble: false },
  aborted: { mark: '■', color: 'yellow', meaning: 'interrupted or out of time', trouble: true },
};

/** The order in which counts are told. */
export const verdictOrder = [
  'passed',
  'failed',
  'errored',
  'aborted',
  'blocked',
  'skipped',
] as const satisfies readonly Verdict[];

/** `✔ passed`. */
export const verdictLabel = (verdict: Verdict): string => `${verdicts[verdict].mark} ${verdict}`;

/** The mark of a check. */
export const checkMark = (passed: boolean): string =>
  passed ? verdicts.passed.mark : verdicts.failed.mark;

/** The mark of a step without a verdict: begun (and not ended), or never reached. */
export const openMark = (begun: boolean): string => (begun ? '…' : '○');
