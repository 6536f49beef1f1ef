import { examples, rows, type Topic, text } from '../topic.ts';

export const values: Topic = [
  rows('Lists', [
    ['--labels vip beta', 'Every word up to the next flag; repeating the flag adds to the list'],
    ['--labels vip,beta', 'Commas separate where no item can hold one: IDs, scopes, events, roles, labels'],
    ["--elements 'S, M' L", 'Elsewhere an item stays whole: these are two'],
    ['--labels', 'Alone it is an empty list'],
  ]),
  rows('Numbers', [
    ['5, 5.0, 1e3, +5', 'Whole numbers, however they are written; 5.5 is refused'],
    ['9007199254740993', 'Every digit counts'],
  ]),
  rows('Sizes and durations, where a number counts bytes or seconds', [
    ['500 kB, 2MB, 1.5GB', 'In powers of 1000'],
    ['512KiB, 5GiB', 'In powers of 1024'],
    ['90s, 15m, 1h30m, 7d, 2w', 'Minutes are m or min'],
    ['30000000', 'Without a unit: bytes, or seconds'],
  ]),
  rows('Dates', [
    ['2024-03-01', 'The beginning of that day'],
    ['2024-03-01T10:00, "2024-03-01 10:00"', 'With seconds and fractions too'],
    ['-7d, +1h30m', 'A distance from now, in the units of durations'],
    ['now, today, yesterday, tomorrow', 'Days begin at midnight'],
    ['"yesterday 18:00"', 'Quotes hold a value with a space together'],
    ['2024-03-01T10:00+02:00', 'With a time zone; Z and UTC are known too'],
    ['"tomorrow 9:00 local"', 'In the time zone of this computer'],
  ]),
  text(
    'Without a time zone, dates and times are in UTC, as tables show them and as the server reads them, so that a script means the same on every computer. On a terminal in another time zone a note says so; --verbose and --dry-run show what a date was read as. The same forms work in --where.',
  ),
  examples(
    'appwrite-cli users update-labels ada --labels vip,beta',
    "appwrite-cli storage create-bucket --name Videos --maximum-file-size '2 GB'",
    "appwrite-cli users list --where '$createdAt > yesterday 18:00'",
    'appwrite-cli messaging create-email --subject Sale --content Today! --topics news --scheduled-at +2h',
  ),
];
