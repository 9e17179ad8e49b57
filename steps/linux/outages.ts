import type { PingReply } from './parse-ping.ts';

/** A time without answers in a steady ping. */
export type Outage = {
  /** First packet without an answer. */
  readonly from: number;
  /** Last packet without an answer. */
  readonly to: number;
  readonly lost: number;
  readonly seconds: number;
};

/**
 * The outages in a steady ping: runs of packets without an answer. An outage lasts from the moment its
 * first packet was sent (one interval after the last that was answered) until the next answer. Packets
 * behind the last answer are not counted: whether those would have been answered nobody knows.
 */
export function findOutages(
  replies: readonly PingReply[],
  intervalSeconds: number,
): readonly Outage[] {
  const inOrder = [...replies].sort((a, b) => a.sequence - b.sequence);
  return inOrder.flatMap((reply, index) => {
    const previous = inOrder[index - 1];
    const lost = reply.sequence - (previous?.sequence ?? 0) - 1;
    if (lost <= 0) return [];
    const gap =
      previous?.at === undefined || reply.at === undefined
        ? lost * intervalSeconds
        : reply.at - previous.at - intervalSeconds;
    return [
      {
        from: reply.sequence - lost,
        to: reply.sequence - 1,
        lost,
        seconds: Math.max(0, Math.round(gap * 1000) / 1000),
      },
    ];
  });
}

/** Whether the last answers followed each other without a gap. */
export function flowsSteadily(replies: readonly PingReply[], count: number): boolean {
  const last = replies.slice(-count);
  const first = last[0];
  if (first === undefined || last.length < count) return false;
  return last.every((reply, index) => reply.sequence === first.sequence + index);
}
