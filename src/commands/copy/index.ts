import { defineCommand } from '../../core/spec.ts';
import { copyFlags } from './flags.ts';

/** A lazy-loading seam: help and completion need only the spec, so `run` imports the implementation. */
export const copy = defineCommand({
  name: 'copy',
  summary: 'Copy a project into another one, with personal values replaced if you like',
  about:
    'It reads one project and writes the other at the same time, without a folder between: schema, functions with their code, users with the hashes of their passwords, teams, files, documents, topics and drafts of messages, all with their IDs. It shows the plan and asks. Nothing is deleted. Items that the other project has already and that differ are reported, skipped or changed, as --on-conflict says; a project that is not empty, or protected, needs --on-conflict or --confirm with its ID. Values of variables stay behind. Killed, the same command continues. --from and --to take profiles or environments, profile:NAME or env:NAME if a name is both; variables such as APPWRITE_API_KEY are not used. With --scrub FILE production data can go to a laptop: names, e-mail addresses, phone numbers and preferences of users and the texts of messages are replaced, passwords are left out, and the rules of FILE replace fields of documents, by collection: main/customers: {email: fake-email, name: fake-name, phone: fake-phone, ssn: hash, note: null, plan: {constant: free}, city: keep}. The same value gets the same replacement everywhere, so that references by value still work, and none can be computed back. The bytes of files are not changed.',
  flags: copyFlags,
  examples: [
    'appwrite-cli copy --from prod --to staging',
    'appwrite-cli copy --from prod --to dev --scrub scrub.yml --except buckets',
    'appwrite-cli copy --from prod --to dev --only collections/main/products --on-conflict update --yes',
  ],
  run: async (values, services) => (await import('./copy.ts')).runCopy(values, services),
});
