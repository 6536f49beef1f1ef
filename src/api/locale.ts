import { summaries } from './groups.ts';
import { get, group, keyOrUser, section } from './vocabulary.ts';

export const locale = group(
  'locale',
  summaries.locale,
  {},

  section(
    'Locale',
    { scope: 'locale.*', auth: keyOrUser },
    {
      get: get('/locale', 'Show the location of this client', {}, 'locale'),
      listCodes: get('/locale/codes', 'List the locales', {}, 'localeCodeList'),
      listContinents: get('/locale/continents', 'List the continents', {}, 'continentList'),
      listCountries: get('/locale/countries', 'List the countries', {}, 'countryList'),
      listCountriesEu: get(
        '/locale/countries/eu',
        'List the countries of the European Union',
        {},
        'countryList',
        { aliases: ['listCountriesEU'] },
      ),
      listCountriesPhones: get(
        '/locale/countries/phones',
        'List the phone codes of countries',
        {},
        'phoneList',
      ),
      listCurrencies: get('/locale/currencies', 'List the currencies', {}, 'currencyList'),
      listLanguages: get('/locale/languages', 'List the languages', {}, 'languageList'),
    },
  ),
);
