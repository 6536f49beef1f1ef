import { describe, expect, it } from 'vitest';
import { missing } from '../../kit/languages.ts';
import { request, startCode } from '../runtime/kit.ts';

/** Tests of the runners of other languages than Node.js, besides the probes. */
interface Language {
  readonly runtime: string;
  readonly program: string;
  /**
   * A function in a folder that imports a file beside it, and does as the path says: /hint uses a member of a later version,
   * /busy never returns, and of /a and /b both wait for each other, if the language can do two things at once.
   */
  readonly files: Readonly<Record<string, string>>;
  readonly hint: RegExp;
  /** Entry point with an error of syntax, and what the answer says of it. */
  readonly broken: { readonly path: string; readonly content: string };
}

const python: Language = {
  runtime: 'python-3.11',
  program: 'python3',
  files: {
    'src/main.py': `import threading
from .words import WORD
both = threading.Barrier(2)
def main(context):
    path = context.req.path
    if path == '/hint':
        context.req.body_json
    if path == '/busy':
        context.log('before')
        while True:
            pass
    if path in ('/a', '/b'):
        context.log(path + ' begins')
        both.wait()
        print(path + ' prints')
        context.log(path + ' ends')
    return context.res.send(WORD)
`,
    'src/words.py': `WORD = 'imported'\n`,
  },
  hint: /^context\.req\.body_json comes with Appwrite 1\.6 .*: use context\.req\.body$/,
  broken: { path: 'src/broken.py', content: 'def main(:\n' },
};

const ruby: Language = {
  runtime: 'ruby-3.1',
  program: 'ruby',
  files: {
    'src/main.rb': `require_relative 'words'
$arrived ||= Queue.new
$both ||= Queue.new
def main(context)
  path = context.req.path
  context.req.body_json if path == '/hint'
  if path == '/busy'
    context.log('before')
    loop {}
  end
  if ['/a', '/b'].include?(path)
    context.log("#{path} begins")
    $arrived << path
    2.times { $both << true } if $arrived.size == 2
    $both.pop
    puts "#{path} prints"
    context.log("#{path} ends")
  end
  context.res.send(WORD)
end
`,
    'src/words.rb': `WORD = 'imported'\n`,
  },
  hint: /^context\.req\.body_json comes with Appwrite 1\.6 .*: use context\.req\.body$/,
  broken: { path: 'src/broken.rb', content: 'def main(\n' },
};

const php: Language = {
  runtime: 'php-8.2',
  program: 'php',
  files: {
    'src/main.php': `<?php
require_once __DIR__ . '/words.php';
return function ($context) {
    $path = $context->req->path;
    if ($path === '/hint') { $context->req->bodyJson; }
    if ($path === '/busy') { $context->log('before'); while (true) {} }
    if ($path === '/exit') { $context->log('before'); exit(3); }
    if ($path === '/a' || $path === '/b') {
        $context->log("$path begins");
        echo "$path prints\\n";
        $context->log("$path ends");
    }
    return $context->res->send(word());
};
`,
    'src/words.php': `<?php function word() { return 'imported'; }`,
  },
  hint: /^\$context->req->bodyJson comes with Appwrite 1\.6 .*: use \$context->req->body$/,
  broken: { path: 'src/broken.php', content: '<?php return = 1;' },
};

describe.each([python, ruby, php].map((language) => [language.runtime, language] as const))(
  '%s',
  (runtime, { program, files, hint, broken }) => {
    const absent = missing(program);
    const skipped = absent === undefined ? '' : ` (skipped: ${absent})`;
    const get = (target: string) => request({ target });

    it.skipIf(absent)(`story 9: imports, hints, and keeps the logs of two runs apart${skipped}`, async () => {
      await using started = await startCode({ files, runtime });
      const { process, lines } = started;
      const answers = await Promise.all(['/a', '/b'].map((target) => process.call(get(target), 15)));
      for (const [at, path] of ['/a', '/b'].entries()) {
        const logged = answers[at]!.logs.split('\n').filter((line) => line.startsWith('/'));
        expect(logged).toEqual(['begins', 'ends', 'prints'].map((word) => `${path} ${word}`));
        expect(answers[at]!.body.toString()).toBe('imported');
      }
      await process.call(get('/hint'), 15);
      await process.call(get('/hint'), 15);
      await process.stop();
      const hints = lines.filter(({ stream }) => stream === 'hint').map(({ text }) => text);
      expect(hints).toEqual([expect.stringMatching(hint)]);
    });

    it.skipIf(absent)(
      `story 10: answers at the timeout of an endless loop, and the next call${skipped}`,
      async () => {
        await using started = await startCode({ files, runtime });
        const { status, logs, errors } = await started.process.call(get('/busy'), 1);
        expect({ status, logs, errors }).toEqual({
          status: 500,
          logs: 'before',
          errors: expect.stringMatching(/timed out/),
        });
        expect((await started.process.call(get('/'), 15)).body.toString()).toBe('imported');
      },
    );

    it.skipIf(absent)(
      `story 8: names an entry point that is missing or has an error of syntax${skipped}`,
      async () => {
        await using gone = await startCode({ files, runtime, entrypoint: 'src/gone' });
        await using wrong = await startCode({ files: { [broken.path]: broken.content }, runtime });
        const answers = [await gone.process.call(get('/'), 15), await wrong.process.call(get('/'), 15)];
        expect(answers.map(({ status, errors }) => ({ status, errors }))).toEqual([
          {
            status: 500,
            errors: expect.stringMatching(/^src\/gone can't be loaded: there is no such file in /),
          },
          {
            status: 500,
            errors: expect.stringMatching(
              new RegExp(`${broken.path}[\\s\\S]*syntax|syntax[\\s\\S]*${broken.path}`, 'i'),
            ),
          },
        ]);
      },
    );
  },
);

const absentPhp = missing('php');

it.skipIf(absentPhp)('answers a call of PHP that exits, and then ends', async () => {
  await using started = await startCode({ files: php.files, runtime: php.runtime });
  const { status, logs, errors } = await started.process.call(request({ target: '/exit' }), 15);
  expect({ status, logs, errors }).toEqual({
    status: 500,
    logs: 'before',
    errors: expect.stringMatching(/exit/),
  });
  expect(await started.process.ended).toMatchObject({ code: 3 });
});
