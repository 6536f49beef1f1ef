import { splitWords } from '../../lib/text/words.ts';

/** Runtimes of functions: language and version. */
export const runtimes = splitWords(`
  node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0
  php-8.0 php-8.1 php-8.2 php-8.3
  ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3
  python-3.8 python-3.9 python-3.10 python-3.11 python-3.12
  python-ml-3.11
  deno-1.21 deno-1.24 deno-1.35 deno-1.40
  dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-3.0 dart-3.1 dart-3.3
  dotnet-3.1 dotnet-6.0 dotnet-7.0
  java-8.0 java-11.0 java-17.0 java-18.0 java-21.0
  swift-5.5 swift-5.8 swift-5.9
  kotlin-1.6 kotlin-1.8 kotlin-1.9
  cpp-17 cpp-20
  bun-1.0
`);
