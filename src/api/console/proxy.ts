import { consoleSummaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { queries, search, total } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const rules = '/proxy/rules';
const rule = `${rules}/{ruleId}`;

const domain = string('Domain, such as api.example.com').required;
const branch = string('Branch whose latest deployment to show; the live one by default');
const limit = [10, 60] as const;

/** Domains that lead to a project, one of its functions or one of its sites. */
export const proxy = group(
  'proxy',
  consoleSummaries.proxy,
  { ruleId: 'Rule ID' },

  section(
    'Domains',
    { scope: 'rules.*', ...ofProject },
    {
      listRules: get(
        rules,
        'List the domains of a project',
        {
          queries: queries(
            'domain',
            'resourceType@..1.7',
            'resourceId@..1.7',
            'url@..1.7',
            'type@1.7',
            'trigger@1.7',
            'deploymentResourceType@1.7',
            'deploymentResourceId@1.7',
            'deploymentId@1.7',
            'deploymentVcsProviderBranch@1.7',
          ),
          search,
          total,
        },
        'proxyRuleList',
      ),
      createRule: post(
        rules,
        'Add a domain',
        {
          domain,
          resourceType: string('Target of the domain').oneOf(['api', 'function']).required,
          resourceId: string('ID of the function, if the domain leads to one'),
        },
        'proxyRule',
        { until: '1.7', replacement: 'proxy.createAPIRule' },
      ),
      createAPIRule: post(`${rules}/api`, 'Add a domain for the API', { domain }, 'proxyRule', {
        since: '1.7',
        limit,
      }),
      createFunctionRule: post(
        `${rules}/function`,
        'Add a domain for a function',
        { domain, functionId: string('ID of the function').required, branch },
        'proxyRule',
        { since: '1.7', limit },
      ),
      createRedirectRule: post(
        `${rules}/redirect`,
        'Add a domain that redirects to another URL',
        {
          domain,
          url: string('URL to redirect to').url.required,
          statusCode: string('Kind of redirect').oneOf(['301', '302', '307', '308']).required,
          resourceId: string('ID of the site or function of the domain').required,
          resourceType: string('Kind of that resource').oneOf(['site', 'function']).required,
        },
        'proxyRule',
        { since: '1.7', limit },
      ),
      createSiteRule: post(
        `${rules}/site`,
        'Add a domain for a site',
        { domain, siteId: string('ID of the site').required, branch },
        'proxyRule',
        { since: '1.7', limit },
      ),
      getRule: get(rule, 'Show one domain', {}, 'proxyRule'),
      deleteRule: del(rule, 'Remove a domain'),
      updateRuleVerification: patch(
        `${rule}/verification`,
        'Check the DNS record of a domain again',
        {},
        'proxyRule',
      ),
    },
  ),
);
