/** An installed program, or the reason why there is none. */
export type Installation =
  | { readonly program: string; readonly missing?: undefined }
  | { readonly program?: undefined; readonly missing: string };

export function installOfficial(version: string, folder: string): Installation;
