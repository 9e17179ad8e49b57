import test from 'ava';
import { machineFiles } from '../../../../../src/emulator/linux/machine/files.ts';
import { machine } from '../fixtures/fabrics.ts';

const host = {
  hostPasswd:
    'root:x:0:0:root:/root:/bin/bash\njane:x:1000:1000::/home/jane:/bin/zsh\nnobody:x:65534:65534::/:/bin/false\n',
  hostGroup: 'root:x:0:\nsudo:x:27:jane\njane:x:1000:\n',
};

function files(rest: Parameters<typeof machine>[1], passwordHash?: string): Record<string, string> {
  const identity = { machine: machine('vm1', rest), ...host };
  return Object.fromEntries(
    machineFiles(passwordHash === undefined ? identity : { ...identity, passwordHash }).map(
      ({ path, content }) => [path, content],
    ),
  );
}

test("the host's people are not in the machine, its system accounts are", (t) => {
  const seen = files({ user: 'ubuntu' });
  t.is(
    seen['/etc/passwd'],
    'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\nubuntu:x:1000:1000::/home/ubuntu:/bin/bash\n',
  );
  t.is(seen['/etc/group'], 'root:x:0:\nsudo:x:27:ubuntu\nubuntu:x:1000:\n');
});

test('keys and passwords', (t) => {
  const seen = files(
    { user: 'ec2-user', authorizedKeys: ['ssh-ed25519 AAAA one\n', 'ssh-rsa BBBB'] },
    '$6$hash',
  );
  t.is(seen['/home/ec2-user/.ssh/authorized_keys'], 'ssh-ed25519 AAAA one\nssh-rsa BBBB\n');
  t.regex(seen['/etc/shadow'] ?? '', /^ec2-user:\$6\$hash:/m);
  t.regex(files({})['/etc/shadow'] ?? '', /^azureuser:\*:/m);
});

test('root logs in as root', (t) => {
  const seen = files({ user: 'root', authorizedKeys: ['k'] });
  t.is(seen['/root/.ssh/authorized_keys'], 'k\n');
  t.is((seen['/etc/passwd'] ?? '').match(/^root:/gm)?.length, 1);
});
