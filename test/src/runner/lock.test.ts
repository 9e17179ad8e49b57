import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { lockHolder, lockLab } from '../../../src/runner/lock.ts';
import { systemProcess } from '../../../src/runner/process.ts';
import { createFakeProcess } from '../../support/run-tiny.ts';
import { temporaryFolder } from '../../support/tiny-lab.ts';

test('held once; free again after it is disposed', (t) => {
  const labFolder = temporaryFolder(t);
  const parameters = { labFolder, lab: 'mine', process: systemProcess };
  {
    using lock = lockLab({ ...parameters, runId: 'first' });
    t.is(lock.holder.pid, process.pid);
    t.is(lockHolder(labFolder, systemProcess)?.runId, 'first');
    t.throws(() => lockLab({ ...parameters, runId: 'second' }), {
      message: `The lab mine is running already: run first, process ${process.pid}.`,
    });
  }
  t.false(existsSync(join(labFolder, '.running')));
  t.is(lockHolder(labFolder, systemProcess), undefined);
});

test('the lock of a process that is gone, or whose number was used again, is taken over', (t) => {
  const labFolder = temporaryFolder(t);
  const stale = [
    { pid: 4_194_999, startTime: '1', runId: 'gone' },
    { pid: process.pid, startTime: '1', runId: 'reused' },
  ];
  for (const holder of stale) {
    writeFileSync(join(labFolder, '.running'), JSON.stringify(holder));
    t.is(lockHolder(labFolder, systemProcess), undefined);
    using lock = lockLab({ labFolder, lab: 'mine', runId: 'new', process: systemProcess });
    t.is(lock.holder.runId, 'new');
  }
  writeFileSync(join(labFolder, '.running'), 'torn');
  using lock = lockLab({ labFolder, lab: 'mine', runId: 'newer', process: createFakeProcess() });
  t.is(lock.holder.runId, 'newer');
});

test("a process's start time comes from the kernel", (t) => {
  t.regex(systemProcess.startTime(process.pid) ?? '', /^\d+$/);
  t.is(systemProcess.startTime(4_194_999), undefined);
});
