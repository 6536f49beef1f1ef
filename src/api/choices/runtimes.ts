import { splitWords } from '../../lib/text/words.ts';

/** Runtimes of functions and of the builds of sites: language and version. */
export const runtimes = splitWords(`
  node-14.5 node-16.0 node-18.0 node-19.0 node-20.0 node-21.0 node-22@1.6 node-23@1.9 node-24@1.9 node-25@1.9
  php-8.0 php-8.1 php-8.2 php-8.3 php-8.4@1.9
  ruby-3.0 ruby-3.1 ruby-3.2 ruby-3.3 ruby-3.4@1.9 ruby-4.0@1.9
  python-3.8 python-3.9 python-3.10 python-3.11 python-3.12 python-3.13@1.9 python-3.14@1.9
  python-ml-3.11 python-ml-3.12@1.7 python-ml-3.13@1.9
  deno-1.21 deno-1.24 deno-1.35 deno-1.40 deno-1.46@1.6 deno-2.0@1.6 deno-2.5@1.9 deno-2.6@1.9
  dart-2.15 dart-2.16 dart-2.17 dart-2.18 dart-2.19@1.7
  dart-3.0 dart-3.1 dart-3.3 dart-3.5@1.6 dart-3.8@1.7 dart-3.9@1.8 dart-3.10@1.9 dart-3.11@1.9
  dotnet-3.1@..1.6 dotnet-6.0 dotnet-7.0 dotnet-8.0@1.6 dotnet-10@1.9
  java-8.0 java-11.0 java-17.0 java-18.0 java-21.0 java-22@1.6 java-25@1.9
  swift-5.5 swift-5.8 swift-5.9 swift-5.10@1.6 swift-6.2@1.9
  kotlin-1.6 kotlin-1.8 kotlin-1.9 kotlin-2.0@1.6 kotlin-2.3@1.9
  cpp-17 cpp-20
  bun-1.0 bun-1.1@1.6 bun-1.2@1.9 bun-1.3@1.9
  go-1.23@1.6 go-1.24@1.9 go-1.25@1.9 go-1.26@1.9
  static-1@1.6
  flutter-3.24@1.6 flutter-3.27@1.7 flutter-3.29@1.7 flutter-3.32@1.7 flutter-3.35@1.8
  flutter-3.38@1.9 flutter-3.41@1.9
`);
