/** Templates and usage of functions and sites, which the console has in groups of the public API. */

import { usageRanges } from '../choices/console.ts';
import { summaries } from '../groups.ts';
import { integer, list, string } from '../param-spec.ts';
import { total } from '../params.ts';
import { get, group, ofProject, section } from '../vocabulary.ts';

const usage = { range: string('Period').oneOf(usageRanges).default('30d') };

const page = {
  useCases: list('Use cases of templates, such as messaging').commaSeparated.items(100),
  limit: integer('Maximum number of templates').default(25),
  offset: integer('Number of templates to skip').default(0),
};

const ofAllFunctions = get(
  '/functions/usage',
  'Count functions and their executions',
  usage,
  'usageFunctions',
);
const ofFunction = get(
  '/functions/{functionId}/usage',
  'Count the executions of a function',
  usage,
  'usageFunction',
);

export const functions = group(
  'functions',
  summaries.functions,
  { functionId: 'Function ID', templateId: 'Template ID' },

  section(
    'Templates',
    { scope: 'public', ...ofProject, since: '1.6' },
    {
      listTemplates: get(
        '/functions/templates',
        'List templates to start a function from',
        { runtimes: list('Runtimes of templates').commaSeparated.items(100), ...page, total },
        'templateFunctionList',
      ),
      getTemplate: get('/functions/templates/{templateId}', 'Show one template', {}, 'templateFunction'),
    },
  ),

  section(
    'Usage',
    { scope: 'functions.read', ...ofProject, until: '1.7' },
    { getUsage: ofAllFunctions, getFunctionUsage: ofFunction },
  ),
  section(
    'Usage',
    { scope: 'functions.read', ...ofProject, since: '1.7' },
    { listUsage: ofAllFunctions, getUsage: ofFunction },
  ),
);

export const sites = group(
  'sites',
  summaries.sites,
  { siteId: 'Site ID', templateId: 'Template ID' },

  section(
    'Templates',
    { scope: 'public', ...ofProject, since: '1.7' },
    {
      listTemplates: get(
        '/sites/templates',
        'List templates to start a site from',
        { frameworks: list('Frameworks of templates').commaSeparated.items(100), ...page },
        'templateSiteList',
      ),
      getTemplate: get('/sites/templates/{templateId}', 'Show one template', {}, 'templateSite'),
    },
  ),

  section(
    'Usage',
    { scope: 'sites.read', ...ofProject, since: '1.7' },
    {
      listUsage: get('/sites/usage', 'Count sites and their requests', usage, 'usageSites'),
      getUsage: get('/sites/{siteId}/usage', 'Count the requests of a site', usage, 'usageSite'),
    },
  ),
);
