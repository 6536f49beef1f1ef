import { describe, expect, it } from 'vitest';
import { cacheFolder, configFolder, requireConfigFolder, stateFolder } from '../../src/profile/paths.ts';

type LineOptions = Parameters<typeof configFolder>[0];

const linux = { platform: 'linux', home: '/home/ann', cwd: '/work', env: {} } as const;
const mac = { ...linux, platform: 'darwin', home: '/Users/ann' } as const;
const windows = { ...linux, platform: 'win32', home: 'C:\\Users\\ann', cwd: 'D:\\work' } as const;

const cases: [
  string,
  LineOptions,
  config: string | undefined,
  cache: string | undefined,
  state: string | undefined,
][] = [
  [
    'Linux',
    linux,
    '/home/ann/.config/appwrite-cli',
    '/home/ann/.cache/appwrite-cli',
    '/home/ann/.local/state/appwrite-cli',
  ],
  [
    'Linux with XDG variables',
    { ...linux, env: { XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k', XDG_STATE_HOME: '/s' } },
    '/c/appwrite-cli',
    '/k/appwrite-cli',
    '/s/appwrite-cli',
  ],
  [
    'Linux with relative and empty XDG variables, which are ignored',
    { ...linux, env: { XDG_CONFIG_HOME: 'c', XDG_CACHE_HOME: '', XDG_STATE_HOME: './s' } },
    '/home/ann/.config/appwrite-cli',
    '/home/ann/.cache/appwrite-cli',
    '/home/ann/.local/state/appwrite-cli',
  ],
  [
    'a home with spaces and unicode',
    { ...linux, home: '/home/Ann Müller 🐢' },
    '/home/Ann Müller 🐢/.config/appwrite-cli',
    '/home/Ann Müller 🐢/.cache/appwrite-cli',
    '/home/Ann Müller 🐢/.local/state/appwrite-cli',
  ],
  ['no home', { ...linux, home: undefined }, undefined, undefined, undefined],
  ['an empty home', { ...linux, home: '' }, undefined, undefined, undefined],
  [
    'macOS',
    mac,
    '/Users/ann/Library/Preferences/appwrite-cli',
    '/Users/ann/Library/Caches/appwrite-cli',
    '/Users/ann/Library/Application Support/appwrite-cli',
  ],
  [
    'Windows',
    { ...windows, env: { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' } },
    'C:\\R\\appwrite-cli\\Config',
    'C:\\L\\appwrite-cli\\Cache',
    'C:\\L\\appwrite-cli\\State',
  ],
  [
    'Windows without its variables',
    windows,
    'C:\\Users\\ann\\AppData\\Roaming\\appwrite-cli\\Config',
    'C:\\Users\\ann\\AppData\\Local\\appwrite-cli\\Cache',
    'C:\\Users\\ann\\AppData\\Local\\appwrite-cli\\State',
  ],
];

describe('the folders of a platform', () => {
  it.each(cases)('follows the conventions: %s', (_, surroundings, config, cache, state) => {
    expect(configFolder(surroundings)).toBe(config);
    expect(cacheFolder(surroundings)).toBe(cache);
    expect(stateFolder(surroundings)).toBe(state);
  });
});

describe('APPWRITE_CLI_CONFIG_DIR', () => {
  it.each([
    ['/etc/mine', linux, '/etc/mine'],
    ['conf', linux, '/work/conf'],
    ['/etc/mine', mac, '/etc/mine'],
    ['E:\\mine', windows, 'E:\\mine'],
    ['mine', windows, 'D:\\work\\mine'],
    ['/etc/mine', { ...linux, home: undefined }, '/etc/mine'],
  ] as const)('overrides them: %s', (folder, surroundings, expected) => {
    const env = { APPWRITE_CLI_CONFIG_DIR: folder, XDG_CONFIG_HOME: '/c', APPDATA: 'C:\\R' };
    expect(configFolder({ ...surroundings, env })).toBe(expected);
    const separator = surroundings.platform === 'win32' ? '\\' : '/';
    expect(stateFolder({ ...surroundings, env })).toBe(`${expected}${separator}state`);
  });
});

it('names the variables to set if there is no home folder', () => {
  expect(() => requireConfigFolder({ ...linux, home: undefined })).toThrow(
    expect.objectContaining({
      exitCode: 1,
      message: expect.stringContaining('HOME'),
      hint: expect.stringContaining('APPWRITE_CLI_CONFIG_DIR'),
    }),
  );
});
