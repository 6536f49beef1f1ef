import { consoleSummaries } from '../groups.ts';
import { string } from '../param-spec.ts';
import { queries, search } from '../params.ts';
import { del, get, group, ofProject, patch, post, section } from '../vocabulary.ts';

const rules = '/proxy/rules';
const rule = `${rules}/{ruleId}`;

/** Domains that lead to a project or one of its functions. */
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
        { queries: queries('domain', 'resourceType', 'resourceId', 'url'), search },
        'proxyRuleList',
      ),
      createRule: post(
        rules,
        'Add a domain',
        {
          domain: string('Domain, such as api.example.com').required,
          resourceType: string('Target of the domain').oneOf(['api', 'function']).required,
          resourceId: string('ID of the function, if the domain leads to one'),
        },
        'proxyRule',
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
