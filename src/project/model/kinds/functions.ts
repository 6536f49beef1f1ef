/** Functions with their variables and code, and the variables that all functions share. */
import { defineKind, field, fields, operations } from '../kind.ts';

/** Settings of a connected Git repository. They are no part of the file; an update sends them as they are. */
const repository = [
  'installationId',
  'providerRepositoryId',
  'providerBranch',
  'providerRootDirectory',
  'providerSilentMode',
];

export const functionKind = defineKind('function', {
  plural: 'functions',
  selector: 'functions',
  phase: 'functions',
  pathParams: ['functionId'],
  sections: ['functions'],
  fields: fields({
    name: field('text'),
    runtime: field('text'),
    execute: field('set', { initial: [] }),
    events: field('set', { initial: [] }),
    schedule: field('text', { initial: '', nullMeans: '' }),
    timeout: field('integer', { initial: 15n }),
    enabled: field('boolean', { initial: true }),
    logging: field('boolean', { initial: true }),
    entrypoint: field('text', { initial: '', nullMeans: '' }),
    commands: field('text', { initial: '', nullMeans: '' }),
    scopes: field('set', { initial: [], since: '1.6' }),
    specification: field('text', { since: '1.6', until: '1.9' }),
    buildSpecification: field('text', { since: '1.9' }),
    runtimeSpecification: field('text', { since: '1.9' }),
    deploymentRetention: field('integer', { since: '1.9' }),
  }),
  operations: operations('functions', {
    list: 'list',
    create: 'create',
    update: 'update',
    delete: 'delete',
  }),
  noise: [
    '$createdAt',
    '$updatedAt',
    'live',
    'deployment',
    'deploymentId',
    'deploymentCreatedAt',
    'latestDeploymentId',
    'latestDeploymentCreatedAt',
    'latestDeploymentStatus',
    'version',
    'vars',
    'variables',
    'path',
    'ignore',
    ...repository,
  ],
  contents: 'deployments',
});

/**
 * The value of a secret variable is never answered. A new one is no secret unless the file says so, as on servers that
 * know none: only then a later plan sees that it was changed, and secrecy can't be taken back.
 */
const variableFields = fields({
  value: field('text', { secret: true, withheldBy: 'secret' }),
  secret: field('boolean', { initial: false, since: '1.7', final: true }),
});
const variableNoise = ['$id', '$createdAt', '$updatedAt', 'resourceType', 'resourceId'];

export const variable = defineKind('variable', {
  plural: 'variables',
  selector: 'variables',
  phase: 'functions',
  parent: 'function',
  pathParams: ['functionId', 'key'],
  serverIdParam: 'variableId',
  identity: [['key']],
  fields: variableFields,
  operations: operations('functions', {
    list: 'list-variables',
    create: 'create-variable',
    update: 'update-variable',
    delete: 'delete-variable',
  }),
  noise: variableNoise,
});

export const projectVariable = defineKind('project variable', {
  plural: 'project variables',
  selector: 'variables',
  phase: 'functions',
  pathParams: ['key'],
  serverIdParam: 'variableId',
  identity: [['key']],
  sections: ['projectVariables'],
  fields: variableFields,
  operations: operations('project', {
    list: 'list-variables',
    create: 'create-variable',
    update: 'update-variable',
    delete: 'delete-variable',
  }),
  noise: variableNoise,
  access: 'console session',
});

/** Source code of a function. It is compared by its files, and only ever deployed. */
export const code = defineKind('code', {
  plural: 'code',
  selector: 'code',
  phase: 'functions',
  parent: 'function',
  pathParams: ['functionId'],
  identity: [],
  operations: operations('functions', { list: 'list-deployments', create: 'create-deployment' }),
});
