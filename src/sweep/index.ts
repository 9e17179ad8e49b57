/** Finds what runs of labs left in real clouds, and deletes what has expired. */
export * from './leftover.ts';
export { isWithoutCredentials, openSweeper } from './open.ts';
export { order } from './order.ts';
export { removeAll, type NotDeleted, type Removal, type RemovalEvent } from './remove.ts';
export { answerWithin } from './silence.ts';
export { select, type Selection, type SelectionRule } from './select.ts';
