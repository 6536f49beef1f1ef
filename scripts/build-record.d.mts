export function hashOfSources(root?: string): string;
export function recordBuild(sources: string, root?: string): void;
export function isBuilt(root?: string): boolean;
