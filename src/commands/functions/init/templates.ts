/** The files of a new function, for each language that has a template. They run by protocol v3 (1.5) and v4 (1.6 on). */

export interface Template {
  /** Path of the file to run. */
  readonly entrypoint: string;
  /** Command that runs the test, in the folder of the function. */
  readonly testCommand: string;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** @param id of the function, which has only letters, digits, dots, hyphens and underscores */
type MakeTemplate = (id: string) => Template;

const event = 'users.ada.create';
const payload = '{"$id":"ada","name":"Ada"}';

/** A test of POSIX tools, for languages whose own test tools are not part of them. */
const shellTest = (id: string): string => `#!/bin/sh
# Calls the function on this machine, as a server would: sh test.sh
set -eu

answer=$(appwrite-cli functions trigger ${id} --http '/?name=Ada')
case $answer in
*'Hello, Ada!'*) echo 'ok: answers a request' ;;
*) echo "not ok: answered $answer"; exit 1 ;;
esac

answer=$(appwrite-cli functions trigger ${id} --event ${event} --payload '${payload}')
case $answer in
*ada*) echo 'ok: takes an event' ;;
*) echo "not ok: answered $answer"; exit 1 ;;
esac
`;

const withShellTest = (id: string, entrypoint: string, code: string, ignored: string): Template => ({
  entrypoint,
  testCommand: 'sh test.sh',
  files: { [entrypoint]: code, 'test.sh': shellTest(id), '.gitignore': ignored },
});

/** Secrets belong in variables of the function; here they stand in .env, which is neither committed nor deployed. */
const ignoring = (...paths: readonly string[]): string => ['.env', ...paths, ''].join('\n');

const scriptModule = `export default async ({ req, res, log }) => {
  const event = req.headers['x-appwrite-event'];
  if (event) {
    log(\`\${event}: \${req.body.name}\`);
    return res.json({ welcomed: req.body.$id });
  }
  return res.json({ message: \`Hello, \${req.query.name ?? 'world'}!\` });
};
`;

const node: MakeTemplate = (id) => ({
  entrypoint: 'src/main.js',
  testCommand: 'npm test',
  files: {
    'src/main.js': scriptModule,
    'test/main.test.js': `// Calls the function on this machine, as a server would: npm test
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const shell = process.platform === 'win32';
const trigger = (...flags) =>
  JSON.parse(
    execFileSync('appwrite-cli', ['functions', 'trigger', '${id}', ...flags, '--json'], { encoding: 'utf8', shell }),
  );

test('answers a request', () => {
  const { status, body } = trigger('--http', '/?name=Ada');
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { message: 'Hello, Ada!' });
});

test('takes an event', () => {
  const { body, logs } = trigger('--event', '${event}', '--payload', '@test/user.json');
  assert.deepEqual(JSON.parse(body), { welcomed: 'ada' });
  assert.match(logs, /users\\.ada\\.create: Ada/);
});
`,
    'test/user.json': `${payload}\n`,
    'package.json': `${JSON.stringify(
      { name: id.toLowerCase(), private: true, type: 'module', scripts: { test: 'node --test' } },
      null,
      2,
    )}\n`,
    '.gitignore': ignoring('node_modules'),
  },
});

const python: MakeTemplate = (id) => ({
  entrypoint: 'src/main.py',
  testCommand: 'python3 -m unittest',
  files: {
    'src/main.py': `def main(context):
    event = context.req.headers.get("x-appwrite-event")
    if event:
        user = context.req.body
        context.log(f"{event}: {user['name']}")
        return context.res.json({"welcomed": user["$id"]})
    name = context.req.query.get("name", "world")
    return context.res.json({"message": f"Hello, {name}!"})
`,
    'test_main.py': `"""Calls the function on this machine, as a server would: python3 -m unittest, or pytest"""
import json
import subprocess
import unittest


def trigger(*flags):
    line = ["appwrite-cli", "functions", "trigger", "${id}", *flags, "--json"]
    return json.loads(subprocess.run(line, check=True, capture_output=True).stdout)


class MainTest(unittest.TestCase):
    def test_answers_a_request(self):
        answer = trigger("--http", "/?name=Ada")
        self.assertEqual(answer["status"], 200)
        self.assertEqual(json.loads(answer["body"]), {"message": "Hello, Ada!"})

    def test_takes_an_event(self):
        user = json.dumps({"$id": "ada", "name": "Ada"})
        answer = trigger("--event", "${event}", "--payload", user)
        self.assertEqual(json.loads(answer["body"]), {"welcomed": "ada"})
        self.assertIn("${event}: Ada", answer["logs"])
`,
    '.gitignore': ignoring('__pycache__', '.venv'),
  },
});

const php: MakeTemplate = (id) =>
  withShellTest(
    id,
    'src/index.php',
    `<?php

return function ($context) {
    $event = $context->req->headers['x-appwrite-event'] ?? '';
    if ($event !== '') {
        $user = $context->req->body;
        $context->log($event . ': ' . $user['name']);
        return $context->res->json(['welcomed' => $user['$id']]);
    }
    $name = $context->req->query['name'] ?? 'world';
    return $context->res->json(['message' => "Hello, $name!"]);
};
`,
    ignoring('vendor'),
  );

const ruby: MakeTemplate = (id) =>
  withShellTest(
    id,
    'lib/main.rb',
    `def main(context)
  event = context.req.headers['x-appwrite-event'].to_s
  unless event.empty?
    user = context.req.body
    context.log("#{event}: #{user['name']}")
    return context.res.json({ welcomed: user['$id'] })
  end
  name = context.req.query['name'] || 'world'
  context.res.json({ message: "Hello, #{name}!" })
end
`,
    ignoring('vendor'),
  );

const deno: MakeTemplate = (id) =>
  withShellTest(id, 'src/main.ts', scriptModule.replace('log })', 'log }: any)'), ignoring());
const bun: MakeTemplate = (id) =>
  withShellTest(id, 'src/main.ts', scriptModule.replace('log })', 'log }: any)'), ignoring('node_modules'));

/** By the language of a runtime. */
export const templates: Readonly<Record<string, MakeTemplate>> = { node, python, php, ruby, deno, bun };
