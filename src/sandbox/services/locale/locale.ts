import { countries, languages, type TCountryCode } from 'countries-list';
import { countries as countryWords } from '../../../api/choices/countries.ts';
import { splitWords } from '../../../lib/text/words.ts';
import type { Call } from '../../core/call.ts';
import { cacheSeconds, expires } from '../../core/http/reply.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Module } from '../../core/module.ts';
import { currencyList } from './currencies.ts';
import { continentCodes, languageName, localeCodes, type Names, namesIn } from './names.ts';

const countryCodes = countryWords.map((code) => code.toUpperCase() as TCountryCode);
const europeanUnion = splitWords(`
  AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
`);

/** Countries and their phone codes, by number, as the server lists them. It has another list for them than for flags. */
const phoneCodes = [...countryCodes.filter((code) => code !== 'PF'), 'PS' as const, 'TW' as const]
  .map((code) => [code, code === 'KZ' ? 76 : countries[code].phone[0]!] as const)
  .sort(([, a], [, b]) => a - b);

const list = (member: string, items: JsonObject[]): JsonObject => ({ total: items.length, [member]: items });

/** Returns the names in the client's language. */
const names = ({ request }: Call): Names => namesIn(request.headers['x-appwrite-locale']?.toString());

function countryList(call: Call, codes: readonly string[]): JsonObject {
  const { country, byName } = names(call);
  return list('countries', codes.map((code) => ({ name: country(code), code })).sort(byName));
}

/** Countries, languages and currencies. */
export const localeModule: Module = {
  handlers: {
    /** Clients of a sandbox have local addresses, which belong to no country. */
    'locale.get': (call) => {
      Object.assign(call.headers, {
        'cache-control': `public, max-age=${cacheSeconds}`,
        expires: expires(call.now),
      });
      return {
        ip: call.request.ip.replace(/^::ffff:/, ''),
        countryCode: '--',
        country: 'Unknown',
        continentCode: '--',
        continent: 'Unknown',
        eu: false,
        currency: '',
      };
    },

    'locale.listCodes': () =>
      list(
        'localeCodes',
        localeCodes.map((code) => ({ code, name: languageName(code) })),
      ),

    'locale.listContinents': (call) => {
      const { continent, byName } = names(call);
      return list('continents', continentCodes.map((code) => ({ name: continent(code), code })).sort(byName));
    },

    'locale.listCountries': (call) => countryList(call, countryCodes),
    'locale.listCountriesEu': (call) => countryList(call, europeanUnion),

    'locale.listCountriesPhones': (call) => {
      const { country } = names(call);
      const phones = phoneCodes.map(([countryCode, code]) => ({
        code: `+${code}`,
        countryCode,
        countryName: country(countryCode),
      }));
      return list('phones', phones);
    },

    'locale.listCurrencies': () => list('currencies', currencyList(countryCodes)),

    'locale.listLanguages': () =>
      list(
        'languages',
        Object.entries(languages).map(([code, { name, native }]) => ({ name, code, nativeName: native })),
      ),
  },
};
