import { defineConfig } from 'vitest/config';
import { compiledSources } from '../kit/compiled-sources.ts';

/** Tests with the official CLI, which is installed from npm: `npm run test:official`. */
export default defineConfig({
  plugins: [compiledSources()],
  test: {
    include: ['test/official/**/*.official.ts'],
    testTimeout: 5 * 60_000,
    hookTimeout: 5 * 60_000,
    pool: 'forks',
  },
});
