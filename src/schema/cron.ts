/**
 * Cron expressions as Appwrite reads them: five fields in UTC, or a name such as `@daily`. Its server parses them with
 * dragonmantank/cron-expression 3, whose rules these are, odd ones included: a schedule must not run here and be refused
 * there.
 */

/** Minutes at which an expression is due. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  includesDay(day: Day): boolean;
}

/** A day of the calendar. */
interface Day {
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly date: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly daysInMonth: number;
}

interface Field {
  readonly min: number;
  readonly max: number;
  /** Names of the values from 1 on. */
  readonly names: readonly string[];
}

type Includes = (day: Day) => boolean;

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const minute: Field = { min: 0, max: 59, names: [] };
const hour: Field = { min: 0, max: 23, names: [] };
const dayOfMonth: Field = { min: 1, max: 31, names: [] };
const month: Field = {
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
/** Both 0 and 7 are Sunday. */
const dayOfWeek: Field = { min: 0, max: 7, names: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] };

/** Returns the schedule of an expression, or undefined if the server refuses it. */
export function parseCron(text: string): Cron | undefined {
  const fields = (nicknames[text.toLowerCase()] ?? text).split(/\s+/).filter(Boolean);
  const [minutes = '', hours = '', dates = '', months = '', weekdays = ''] = fields;
  if (fields.length !== 5 || (dates === '?' && weekdays === '?')) return undefined;
  const includesDate = dates === '?' ? never : dateRule(dates);
  const includesWeekday = weekdays === '?' ? never : weekdayRule(weekdays);
  const lists = [listOf(minutes, minute), listOf(hours, hour), listOf(months, month)] as const;
  const [atMinutes, atHours, inMonths] = lists;
  if (!atMinutes || !atHours || !inMonths || !includesDate || !includesWeekday) return undefined;
  return {
    minutes: atMinutes,
    hours: atHours,
    months: inMonths,
    includesDay: eitherDay(dates, includesDate, weekdays, includesWeekday),
  };
}

const never: Includes = () => false;
const always: Includes = () => true;

/** Dates and weekdays narrow a schedule each if the other is `*`; together either is enough. */
function eitherDay(dates: string, date: Includes, weekdays: string, weekday: Includes): Includes {
  if (dates === '*' && weekdays === '*') return always;
  if (dates === '*') return weekdays === '?' ? always : weekday;
  if (weekdays === '*') return dates === '?' ? always : date;
  return (day) => date(day) || weekday(day);
}

function dateRule(text: string): Includes | undefined {
  if (text === 'L') return ({ date, daysInMonth }) => date === daysInMonth;
  const nearTo = /^(\d+)W$/.exec(text);
  if (!nearTo) return ruleOf(listOf(text, dayOfMonth), ({ date }) => date);
  const target = numberIn(nearTo[1]!, dayOfMonth);
  return target === undefined ? undefined : (day) => day.date === workingDayNear(target, day);
}

function weekdayRule(text: string): Includes | undefined {
  const rules = text.split(',').map(weekdayItemRule);
  return rules.every((rule) => rule !== undefined) ? (day) => rules.some((rule) => rule(day)) : undefined;
}

function weekdayItemRule(text: string): Includes | undefined {
  const [, name, nth] = /^(\w+?)(?:L|#([1-5]))$/.exec(text) ?? [];
  if (name === undefined)
    return ruleOf(
      listOf(text, dayOfWeek)?.map((each) => each % 7),
      ({ weekday }) => weekday,
    );
  const wanted = numberIn(name, dayOfWeek);
  if (wanted === undefined) return undefined;
  return ({ weekday, date, daysInMonth }) =>
    weekday === wanted % 7 &&
    (nth === undefined ? date + 7 > daysInMonth : Math.ceil(date / 7) === Number(nth));
}

function ruleOf(values: readonly number[] | undefined, numberOf: (day: Day) => number): Includes | undefined {
  return values && ((day) => values.includes(numberOf(day)));
}

/** Returns the date of the working day nearest to a date, in the same month; undefined if the month is too short. */
function workingDayNear(target: number, { date, weekday, daysInMonth }: Day): number | undefined {
  if (target > daysInMonth) return undefined;
  const isWorkingDay = (each: number) => {
    const its = (((weekday + each - date) % 7) + 7) % 7;
    return its > 0 && its < 6;
  };
  return [0, -1, 1, -2, 2]
    .map((shift) => target + shift)
    .find((each) => each >= 1 && each <= daysInMonth && isWorkingDay(each));
}

/** Returns the values of a field in ascending order, or undefined if it is invalid. */
function listOf(text: string, field: Field): number[] | undefined {
  const items = text.split(',').map((item) => itemOf(item, field));
  if (!items.every((item) => item !== undefined)) return undefined;
  return [...new Set(items.flat())].sort((one, other) => one - other);
}

function itemOf(text: string, field: Field): number[] | undefined {
  const [, range = '', step] = /^([^/]*)(?:\/([1-9]\d*))?$/.exec(text) ?? [];
  if (range === '*') return stepped(field.min, field.max, Number(step ?? 1), field);
  const ends = range.split('-');
  if (ends.length === 1) return step === undefined ? single(range, field) : undefined;
  // The server accepts names in a range with steps, and reads them as 0.
  if (ends.length > 2 || (step !== undefined && /[a-z]/i.test(range))) return undefined;
  let [from, to] = ends.map((end) => numberIn(end, field));
  if (from === undefined || to === undefined) return undefined;
  if (field === dayOfWeek && from === 7) from = 0;
  else if (field === dayOfWeek && to === 0) to = 7;
  return stepped(from, to, Number(step ?? 1), field);
}

function single(text: string, field: Field): number[] | undefined {
  const value = numberIn(text, field);
  return value === undefined ? undefined : [value];
}

/** A range that ends before it begins is valid and empty. A step beyond the maximum wraps around the field. */
function stepped(from: number, to: number, step: number, { min, max }: Field): number[] {
  if (from > to) return [];
  if (step > max) return [min + (step % (max - min + 1))];
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function numberIn(text: string, { min, max, names }: Field): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + 1 : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** 29 February is at most eight years away. */
const maxDays = 8 * 366;

/**
 * Returns the first time after another at which a schedule is due, at second 0; undefined if it never is.
 * @param afterMs milliseconds since the Unix epoch, as is the result
 */
export function nextRun({ minutes, hours, months, includesDay }: Cron, afterMs: number): number | undefined {
  const fromMs = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  const firstDayMs = Math.floor(fromMs / dayMs) * dayMs;
  for (let index = 0; index < maxDays; index++) {
    const startMs = firstDayMs + index * dayMs;
    const day = dayAt(startMs);
    if (!months.includes(day.month) || !includesDay(day)) continue;
    for (const atHour of hours) {
      const hourStartMs = startMs + atHour * hourMs;
      if (hourStartMs + hourMs <= fromMs) continue;
      const due = minutes.map((each) => hourStartMs + each * minuteMs).find((atMs) => atMs >= fromMs);
      if (due !== undefined) return due;
    }
  }
  return undefined;
}

function dayAt(startMs: number): Day {
  const date = new Date(startMs);
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return { month: date.getUTCMonth() + 1, date: date.getUTCDate(), weekday: date.getUTCDay(), daysInMonth };
}
