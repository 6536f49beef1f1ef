export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The licence's short name, if the package says it. */
  readonly license: string | undefined;
  readonly author: string | undefined;
  readonly texts: readonly string[];
}

export function bundledPackages(modules: readonly string[]): BundledPackage[];
export function licensesText(packages: readonly BundledPackage[]): string;
