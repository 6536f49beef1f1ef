export function isModule(file: string): boolean;
export function testsOf(
  modules: ReadonlyMap<string, string>,
  changed: readonly string[],
): { readonly tests: readonly string[]; readonly leftOut: readonly string[] } | 'all';
