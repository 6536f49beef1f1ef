import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

const get = async (path: string, locale?: string) =>
  (await at.request('GET', path, { guest: true, headers: locale ? { 'x-appwrite-locale': locale } : {} }))
    .json;

it('places its clients nowhere', async () => {
  const answer = await at.request('GET', '/locale');
  expect(answer.json).toEqual({
    ip: '127.0.0.1',
    countryCode: '--',
    country: 'Unknown',
    continentCode: '--',
    continent: 'Unknown',
    eu: false,
    currency: '',
  });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=3888000');
});

it('names locales in English', async () => {
  const { total, localeCodes } = await get('/locale/codes', 'de');
  expect(total).toBe(localeCodes.length);
  expect(localeCodes).toContainEqual({ code: 'ar-ae', name: 'Arabic (United Arab Emirates)' });
  expect(localeCodes).toContainEqual({ code: 'ua', name: 'Ukrainian' });
});

it.each([
  [undefined, 'Germany', 'Europe'],
  ['de', 'Deutschland', 'Europa'],
  ['pt-br', 'Alemanha', 'Europa'],
  ['no such locale', 'Germany', 'Europe'],
])('names countries and continents in %s', async (locale, country, continent) => {
  expect((await get('/locale/countries', locale)).countries).toContainEqual({ code: 'DE', name: country });
  expect((await get('/locale/continents', locale)).continents).toContainEqual({
    code: 'EU',
    name: continent,
  });
  const { total, countries } = await get('/locale/countries/eu', locale);
  expect({ total, length: countries.length }).toEqual({ total: 27, length: 27 });
  expect(countries).toContainEqual({ code: 'DE', name: country });
});

it('sorts countries by the rules of the language', async () => {
  const names = (await get('/locale/countries', 'de')).countries.map((each: { name: string }) => each.name);
  expect(names.indexOf('Ägypten')).toBeLessThan(names.indexOf('Zypern'));
});

it('lists phone codes with their sign and country', async () => {
  expect((await get('/locale/countries/phones', 'fr')).phones).toContainEqual({
    code: '+49',
    countryCode: 'DE',
    countryName: 'Allemagne',
  });
});

it('sorts phone codes by number, and lists another set of countries than flags', async () => {
  const { total, phones } = await get('/locale/countries/phones');
  const codes = phones.map(({ code, countryCode }: Record<string, string>) => `${countryCode}${code}`);
  expect(total).toBe(196);
  expect(codes.slice(0, 4)).toEqual(['CA+1', 'US+1', 'RU+7', 'EG+20']);
  expect(codes.slice(-3)).toEqual(['TT+1868', 'KN+1869', 'JM+1876']);
  expect(codes).toEqual(expect.arrayContaining(['PS+970', 'TW+886', 'KZ+76']));
  expect(codes).not.toContain('PF+689');
});

it('lists currencies', async () => {
  const { currencies } = await get('/locale/currencies');
  expect(currencies[0]).toEqual({
    symbol: '$',
    name: 'US Dollar',
    symbolNative: '$',
    decimalDigits: 2,
    rounding: 0,
    code: 'USD',
    namePlural: 'US dollars',
  });
  expect(currencies).toContainEqual(expect.objectContaining({ code: 'JPY', decimalDigits: 0 }));
  const codes = currencies.map((each: { code: string }) => each.code);
  expect(new Set(codes).size).toBe(codes.length);
});

it('lists languages', async () => {
  const { languages } = await get('/locale/languages');
  expect(languages).toContainEqual({ code: 'de', name: 'German', nativeName: 'Deutsch' });
});
