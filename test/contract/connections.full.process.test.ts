import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, hasOpenssl, makeCertificates } from '../kit/certificates.ts';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runProgram, sharedFolder } from '../kit/program.ts';
import { expectWhole } from './huge-answer.ts';
import { names, runApart, untouched } from './representatives.ts';

const folder = sharedFolder();

// Node reads NODE_EXTRA_CA_CERTS when a process starts.
describe.skipIf(!hasOpenssl())('a certificate of an authority in NODE_EXTRA_CA_CERTS', () => {
  let certificates: Certificates;
  const trusted = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
  beforeAll(() => {
    certificates = makeCertificates();
    writeFileSync(trusted.NODE_EXTRA_CA_CERTS, certificates.authority);
  });

  const bad = [
    ['has expired', 'expired', /^error: the TLS certificate of .* has expired$/m],
    ['is for another host', 'wrongName', /^error: the TLS certificate of .* is for another host$/m],
  ] as const;
  describe.each(bad)('that %s', (_, which, says) => {
    // All commands connect in the same way; one kind of bad certificate is enough for all of them.
    it.concurrent.for(which === 'expired' ? names : (['list'] as const))(
      'ends %s with 6, which sends nothing',
      async (name, { expect }) => {
        await using server = await startFaults(json({}), { tls: certificates[which] });
        const { stderr, ...result } = await runApart(name, server.endpoint, { env: trusted });
        expect(stderr).toMatch(says);
        expect(stderr).toMatch(/^hint: .*NODE_EXTRA_CA_CERTS.*--insecure$/m);
        expect(result).toEqual({ code: 6, stdout: '', files: untouched });
        expect(server.hits).toEqual([]);
      },
    );

    it('is accepted with --insecure', async () => {
      await using server = await startFaults(json({ total: 0, databases: [] }), { tls: certificates[which] });
      const result = await runProgram(['databases', 'list', '--insecure'], { env: envFor(server.endpoint) });
      expect(result.code, result.stderr).toBe(0);
      expect(server.hits).toHaveLength(1);
    });
  });
});

// answer.soak.ts has one of 100 MB.
describe('an answer of 20 MB', () => {
  it.each(['json', 'table'] as const)('is written whole as %s', (format) => expectWhole(format, 20));
});
