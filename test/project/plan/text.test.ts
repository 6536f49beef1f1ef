import { describe, expect, it } from 'vitest';
import type { Paint } from '../../../src/output/colour.ts';
import { planMarkdown } from '../../../src/project/plan/markdown.ts';
import type { Plan } from '../../../src/project/plan/plan.ts';
import { planText } from '../../../src/project/plan/text.ts';
import { type Entry, liveAs, planOf, withAttributes } from './planning.ts';

const text = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'string',
  size: 50,
  required: false,
  ...more,
});

const paint: Paint = (_, text) => text;
const draw = (plan: Plan, width?: number) => planText(plan, { width, unicode: true, paint });

/** A plan with an action of each kind. */
function mixedPlan(): Plan {
  const before = withAttributes(
    [text('title'), text('legacy'), text('price', { default: 'a' })],
    [{ key: 'by_title', type: 'key', attributes: ['title'] }],
  );
  const after = withAttributes(
    [text('title', { size: 200 }), text('price', { default: null })],
    [{ key: 'by_title', type: 'key', attributes: ['title'], orders: ['DESC'] }],
  );
  const orders = {
    $id: 'orders',
    databaseId: 'main',
    name: 'Orders',
    attributes: [text('a'), text('b')],
    indexes: [{ key: 'k', type: 'key', attributes: ['a'] }],
  };
  return planOf({
    file: {
      ...after,
      collections: [...(after.collections as Entry[]), orders],
      settings: { services: { account: true } },
    },
    live: liveAs(before, { notCompared: new Map([['settings', { kind: 'no-console-session' }]]) }),
    count: () => 310,
    options: { prune: ['collections'] },
  });
}

describe('the text of a plan', () => {
  it('has a line for each action, and folds what comes with a collection', async () => {
    expect(await draw(mixedPlan())).toBe(
      `shop at https://cloud.example/v1 (appwrite.json)
+ collection  main/orders          2 attributes, 1 index
~ attribute   main/posts/price     default "a" → null; Appwrite 1.5 still fills in "a" if a document has no value
± attribute   main/posts/title     size 50 → 200; Appwrite 1.5 can't change the size; 1.6 can; the server does not report whether it is encrypted: "encrypt" in the file decides; 310 documents hold a value; to keep the values, add an attribute under another key and copy them; --allow-data-loss main/posts/title deletes it with its values and creates it again; push refuses it
↻ index       main/posts/by_title  orders [] → [DESC]
- attribute   main/posts/legacy    DATA LOSS: 310 documents hold a value; needs --allow-data-loss main/posts/legacy
  not compared: settings (needs a console session: appwrite-cli login)
4 to create, 1 to change, 1 to move, 1 to delete, 1 to rebuild. Data loss: main/posts/legacy
`,
    );
  });

  it('fits 80 columns, in the column of the details', async () => {
    const lines = (await draw(mixedPlan(), 80)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const legacy = lines.indexOf('- attribute   main/posts/legacy    DATA LOSS: 310 documents hold a value');
    expect(lines[legacy + 1]).toBe(
      '                                   needs --allow-data-loss main/posts/legacy',
    );
  });

  it('fits 40 columns, below the path', async () => {
    const lines = (await draw(mixedPlan(), 40)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines).toContain('↻ index       main/posts/by_title');
    expect(lines).toContain('    orders [] → [DESC]');
  });

  it('cuts no ID', async () => {
    const key = 'k'.repeat(36);
    const plan = planOf({ file: withAttributes([text(key)]), live: liveAs(withAttributes([])) });
    expect(await draw(plan, 30)).toContain(`main/posts/${key}\n`);
  });

  it('says how many resources are kept, and that nothing is to do', async () => {
    const plan = planOf({
      file: { ...withAttributes([text('a')]), teams: [] },
      live: liveAs({ ...withAttributes([text('a'), text('b')]), teams: [{ $id: 't', name: 'T' }] }),
    });
    expect((await draw(plan)).split('\n').slice(1)).toEqual([
      '  kept: 1 attribute, 1 team that the file does not mention (--prune deletes them)',
      'the project matches the file',
      '',
    ]);
  });

  it('shows permissions and choices that come and go, and secrets by name only', async () => {
    const plan = planOf({
      file: {
        teams: [],
        buckets: [
          { $id: 'b', name: 'B', $permissions: ['read("any")', 'update("users")'], maximumFileSize: 5 },
        ],
        functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', vars: [{ key: 'V', value: 'canary' }] }],
      },
      live: liveAs({
        buckets: [
          { $id: 'b', name: 'B', $permissions: ['read("any")', 'read("users")'], maximumFileSize: 5 },
        ],
        functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', vars: [{ key: 'V', value: 'x' }] }],
      }),
    });
    const drawn = await draw(plan);
    expect(drawn).toContain('~ bucket    b    + update("users"), - read("users")');
    expect(drawn).toContain('~ variable  f/V  value changed');
    expect(drawn).not.toContain('canary');
  });

  it('makes control characters of names visible (story 17)', async () => {
    const evil = '\x1b[31mred\x1b[0m\n\u202e';
    const plan = planOf({
      file: { databases: [{ $id: 'a', name: evil }] },
      live: liveAs({ databases: [{ $id: 'a', name: 'A' }] }),
    });
    const shown = '"\\u001b[31mred\\u001b[0m\\n\\u202e"';
    expect(await draw(plan)).toContain(`name "A" → ${shown}`);
    expect(planMarkdown(plan)).toContain(`\`name "A" → ${shown}\``);
  });
});

describe('the Markdown of a plan', () => {
  it('has a marker, one table and what is lost (story 16)', () => {
    expect(planMarkdown(mixedPlan())).toMatchInlineSnapshot(`
      "<!-- appwrite-cli plan -->

      **Plan** for \`shop at https://cloud.example/v1 (appwrite.json)\`

      | | Resource | Change |
      | --- | --- | --- |
      | + create | \`collection main/orders\` | \`2 attributes, 1 index\` |
      | ~ change | \`attribute main/posts/price\` | \`default "a" → null\`<br>\`Appwrite 1.5 still fills in "a" if a document has no value\` |
      | ± move | \`attribute main/posts/title\` | \`size 50 → 200\`<br>\`Appwrite 1.5 can't change the size; 1.6 can\`<br>\`the server does not report whether it is encrypted: "encrypt" in the file decides\`<br>\`310 documents hold a value\`<br>\`to keep the values, add an attribute under another key and copy them\`<br>\`--allow-data-loss main/posts/title deletes it with its values and creates it again\`<br>\`push refuses it\` |
      | ↻ rebuild | \`index main/posts/by_title\` | \`orders [] → [DESC]\` |
      | - delete | \`attribute main/posts/legacy\` | ⚠️ \`DATA LOSS: 310 documents hold a value\`<br>\`needs --allow-data-loss main/posts/legacy\` |

      ⚠️ **4 to create, 1 to change, 1 to move, 1 to delete, 1 to rebuild. Data loss&#58; main/posts/legacy**

      <details><summary>Details</summary>

      - not compared&#58; settings \\(needs a console session&#58; appwrite\\-cli login\\)

      </details>
      "
    `);
  });

  it('shows pipes, back-ticks, HTML and mentions as they are (story 16)', () => {
    const name = 'a|b `c` <img src=x> @team ``d``';
    const plan = planOf({
      file: { databases: [{ $id: 'a', name }] },
      live: liveAs({ databases: [{ $id: 'a', name: 'A' }] }),
    });
    const row = planMarkdown(plan)
      .split('\n')
      .find((line) => line.startsWith('| ~'))!;
    expect(row).toBe(
      '| ~ change | `database a` | <code>name "A" → "a&#124;b &#96;c&#96; &#60;img src=x&#62; &#64;team &#96;&#96;d&#96;&#96;"</code> |',
    );
  });
});
