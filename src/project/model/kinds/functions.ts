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
    specification: field('text', { since: '1.6' }),
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

const value = fields({ value: field('text', { secret: true }) });
const variableNoise = ['$id', '$createdAt', '$updatedAt', 'resourceType', 'resourceId', 'secret'];

export const variable = defineKind('variable', {
  plural: 'variables',
  selector: 'variables',
  phase: 'functions',
  parent: 'function',
  pathParams: ['functionId', 'key'],
  serverIdParam: 'variableId',
  identity: [['key']],
  fields: value,
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
  fields: value,
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
