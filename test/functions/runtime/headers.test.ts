import { expect, it } from 'vitest';
import {
  domainHeaders,
  eventHeaders,
  executionHeaders,
  scheduleHeaders,
} from '../../../src/functions/runtime/headers.ts';

const caller = { userId: 'ada', jwt: 'a.b.c' };
const nowhere = {
  'x-appwrite-country-code': '',
  'x-appwrite-continent-code': '',
  'x-appwrite-continent-eu': 'false',
};

it('gives a sync execution what the request has, and no event', () => {
  const given = { 'X-Own': '1', 'Content-Type': 'text/plain' };
  expect(executionHeaders(given, { caller, host: 'localhost', isAsync: false })).toEqual({
    host: 'localhost',
    'x-own': '1',
    'content-type': 'text/plain',
    'x-appwrite-trigger': 'http',
    'x-appwrite-user-id': 'ada',
    'x-appwrite-user-jwt': 'a.b.c',
    ...nowhere,
  });
});

it('gives an async execution an empty event, and keeps its host', () => {
  const headers = executionHeaders({ host: 'shop.example' }, { caller, host: 'localhost', isAsync: true });
  expect(headers).toMatchObject({ host: 'shop.example', 'x-appwrite-event': '' });
});

it('replaces what a caller claims to be', () => {
  const given = { 'X-Appwrite-User-Id': 'eve', 'x-appwrite-trigger': 'schedule' };
  expect(domainHeaders(given)).toEqual({
    'x-appwrite-trigger': 'http',
    'x-appwrite-user-id': '',
    'x-appwrite-user-jwt': '',
    ...nowhere,
  });
});

it('gives events and schedules the headers of the server, without those of a place', () => {
  expect(eventHeaders('users.ada.create', '', { version: '1.5.7', host: 'localhost' })).toEqual({
    host: 'localhost',
    'content-type': 'application/json',
    'user-agent': 'Appwrite/1.5.7',
    'x-appwrite-trigger': 'event',
    'x-appwrite-event': 'users.ada.create',
    'x-appwrite-user-id': '',
    'x-appwrite-user-jwt': '',
  });
  expect(scheduleHeaders('localhost')).toEqual({
    host: 'localhost',
    'x-appwrite-trigger': 'schedule',
    'x-appwrite-event': '',
    'x-appwrite-user-id': '',
    'x-appwrite-user-jwt': '',
  });
});
