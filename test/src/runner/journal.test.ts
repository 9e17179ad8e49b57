import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { systemClock } from '../../../src/lab/clock.ts';
import type { WirebookError } from '../../../src/lab/errors.ts';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { openJournal, readJournal } from '../../../src/runner/journal.ts';
import { createRedactor } from '../../../src/runner/redact.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

function open(file: string) {
  const events: JournalEvent[] = [];
  const errors: WirebookError[] = [];
  const journal = openJournal({
    file,
    redactor: createRedactor(['progress', 'hunter22']),
    clock: systemClock,
    onEvent: (event) => events.push(event),
    onBroken: (error) => errors.push(error),
  });
  return { journal, events, errors };
}

test('every event is in the file before write returns; secrets are not, event names are', (t) => {
  const file = join(temporaryFolder(t), 'journal.ndjson');
  const { journal, events } = open(file);
  journal.write({ type: 'progress', cell: 'hunter22', text: 'in progress: hunter22' });
  t.deepEqual(readJournal(file), events);
  t.like(events[0], { type: 'progress', cell: 'hunter22', text: 'in [redacted]: [redacted]' });
  journal.close();
  journal.write({ type: 'progress', text: 'late' });
  t.is(readJournal(file).length, 1);
});

test('a torn last line is left out, and the next event starts on a line of its own', (t) => {
  const file = join(temporaryFolder(t), 'journal.ndjson');
  writeFileSync(file, '{"at":"x","type":"progress","text":"a"}\n{"at":"x","ty');
  const { journal } = open(file);
  journal.write({ type: 'teardown.started' });
  t.deepEqual(
    readJournal(file).map(({ type }) => type),
    ['progress', 'teardown.started'],
  );
  t.is(readFileSync(file, 'utf8').split('\n').length, 4);
});

test('a full disk is told once; events still reach the screen', (t) => {
  const { journal, events, errors } = open('/dev/full');
  journal.write({ type: 'teardown.started' });
  journal.write({ type: 'progress', text: 'next' });
  t.is(errors.length, 1);
  t.like(errors[0], { code: 'journal-unwritable', message: 'No space left to write /dev/full.' });
  t.is(events.length, 2);
});

test('a missing journal has no events', (t) => {
  t.deepEqual(readJournal(join(temporaryFolder(t), 'none')), []);
});
