import { splitWords } from '../../../lib/text/words.ts';

/** Names of regions in a language, from Intl. */
export interface Names {
  /** @param code two letters of ISO 3166 */
  country(code: string): string;
  /** @param code AF, AN, AS, EU, NA, OC or SA */
  continent(code: string): string;
  /** Sorts by name. */
  byName(a: { readonly name: string }, b: { readonly name: string }): number;
}

/** Intl knows continents by their United Nations codes; it treats Antarctica as a country. */
const continents: Readonly<Record<string, string>> = {
  AF: '002',
  AN: 'AQ',
  AS: '142',
  EU: '150',
  NA: '003',
  OC: '009',
  SA: '005',
};

export const continentCodes = Object.keys(continents);

/** @param locale such as `de` or `pt-br`; English if it is unknown or undefined */
export function namesIn(locale: string | undefined): Names {
  const language = known(locale) ?? 'en';
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = new Intl.Collator(language);
  const name = (code: string) => regions.of(code) ?? code;
  return {
    country: name,
    continent: (code) => name(continents[code]!),
    byName: (a, b) => compare(a.name, b.name),
  };
}

function known(locale: string | undefined): string | undefined {
  try {
    return Intl.DisplayNames.supportedLocalesOf(locale ?? [])[0];
  } catch {
    return undefined;
  }
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });
/** Codes of the server that are in no standard. */
const otherLanguages: Readonly<Record<string, string>> = { sb: 'Sorbian', ua: 'Ukrainian' };

/**
 * @param code such as `ar-ae`
 * @returns `Arabic (United Arab Emirates)`
 */
export function languageName(code: string): string {
  return otherLanguages[code] ?? languages.of(code) ?? code;
}

/** Languages, some with a country, that the server has translations for. */
export const localeCodes = splitWords(`
  af ar-ae ar-bh ar-dz ar-eg ar-iq ar-jo ar-kw ar-lb ar-ly ar-ma ar-om ar-qa ar-sa ar-sy ar-tn ar-ye as az
  be bg bh bn bs ca cs cy da de de-at de-ch de-li de-lu el en en-au en-bz en-ca en-gb en-ie en-jm en-nz
  en-tt en-us en-za eo es es-ar es-bo es-cl es-co es-cr es-do es-ec es-gt es-hn es-mx es-ni es-pa es-pe
  es-pr es-py es-sv es-uy es-ve et eu fa fi fo fr fr-be fr-ca fr-ch fr-lu ga gd he hi hr hu id is it it-ch
  ja ji ko ku lt lv mk ml ms mt nb ne nl nl-be nn no pa pl pt pt-br rm ro ro-md ru ru-md sb sk sl sq sr sv
  sv-fi th tn tr ts ua ur ve vi xh zh-cn zh-hk zh-sg zh-tw zu
`);
