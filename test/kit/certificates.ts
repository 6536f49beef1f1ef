import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOfRun } from './temporary-folder.ts';

/** A certificate and its private key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates for 127.0.0.1 and localhost, valid and invalid, made by openssl. */
export interface Certificates {
  /** Certificate of the authority that issues the others. */
  readonly authority: string;
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly wrongName: Certificate;
  readonly selfSigned: Certificate;
}

/** True if openssl is installed, which makes the certificates. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let made: Certificates | undefined;

/** Makes the certificates once for all test files of a run: openssl is started eleven times for them. */
export function makeCertificates(): Certificates {
  made ??= madeByAnother() ?? makeNew();
  return made;
}

const runFolder = folderOfRun();
/** The certificates for the other workers of the run. */
const shared = runFolder && join(runFolder, 'certificates.json');

function madeByAnother(): Certificates | undefined {
  return shared && existsSync(shared) ? JSON.parse(readFileSync(shared, 'utf8')) : undefined;
}

function makeNew(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const selfSign = (name: string, subject: string, ...more: string[]) => {
      openssl(
        'req',
        '-x509',
        ...newKey,
        '-days',
        '2',
        '-subj',
        subject,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        ...more,
      );
    };
    const here = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
    selfSign('authority', '/CN=Test authority');
    selfSign('selfSigned', '/CN=localhost', '-addext', here);

    mkdirSync(join(folder, 'issued'));
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'ca.cnf'), authorityConfig);
    const issue = (name: string, altName: string, start: string, end: string) => {
      openssl(
        'req',
        '-new',
        ...newKey,
        '-subj',
        `/CN=${name}`,
        '-addext',
        altName,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
      );
      openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        'ca.cnf',
        '-startdate',
        start,
        '-enddate',
        end,
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
      );
    };
    issue('good', here, '20200101000000Z', '20491231000000Z');
    issue('expired', here, '20200101000000Z', '20200201000000Z');
    issue('wrongName', 'subjectAltName=DNS:example.com', '20200101000000Z', '20491231000000Z');

    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const pair = (name: string) => ({ cert: read(`${name}.pem`), key: read(`${name}.key`) });
    const certificates = {
      authority: read('authority.pem'),
      good: pair('good'),
      expired: pair('expired'),
      wrongName: pair('wrongName'),
      selfSigned: pair('selfSigned'),
    };
    if (shared) {
      writeFileSync(join(folder, 'all.json'), JSON.stringify(certificates));
      renameSync(join(folder, 'all.json'), shared);
    }
    return certificates;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const authorityConfig = `
[ca]
default_ca = test
[test]
database = index.txt
new_certs_dir = issued
certificate = authority.pem
private_key = authority.key
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;
