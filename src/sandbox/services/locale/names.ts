/** What the world's parts are called in a language; Intl knows. */
export interface Names {
  /** @param code two letters of ISO 3166 */
  country(code: string): string;
  /** @param code AF, AN, AS, EU, NA, OC or SA */
  continent(code: string): string;
  /** Sorts by name. */
  byName(a: { readonly name: string }, b: { readonly name: string }): number;
}

/** Intl knows continents by the numbers of the United Nations; Antarctica is a country of its own to it. */
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

/** @param locale such as `de` or `pt-br`; English where it is unknown or left out */
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
/** Codes that no standard knows. */
const otherLanguages: Readonly<Record<string, string>> = { sb: 'Sorbian', ua: 'Ukrainian' };

/** @param code such as `ar-ae`; answers `Arabic (United Arab Emirates)` */
export function languageName(code: string): string {
  return otherLanguages[code] ?? languages.of(code) ?? code;
}
