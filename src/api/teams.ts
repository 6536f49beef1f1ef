import { summaries } from './groups.ts';
import { list, newId, object, string } from './param-spec.ts';
import { membershipQueries, nameOf, queries, search, total } from './params.ts';
import { del, get, group, keyOrUser, patch, post, put, section, user } from './vocabulary.ts';

const team = '/teams/{teamId}';
const memberships = `${team}/memberships`;
const membership = `${memberships}/{membershipId}`;

const name = nameOf('the team');
const roles = list('Roles in the team, such as owner')
  .items(100, 32)
  .commaSeparated.changedIn('1.9', (param) => param.items(100, 81));

export const teams = group(
  'teams',
  summaries.teams,
  { teamId: 'Team ID', membershipId: 'Membership ID' },

  section(
    'Teams',
    { scope: 'teams.*', auth: keyOrUser },
    {
      list: get(
        '/teams',
        'List teams',
        { queries: queries('name', 'total', 'billingPlan'), search, total },
        'teamList',
      ),
      create: post(
        '/teams',
        'Create a team',
        {
          teamId: newId('ID of the new team'),
          name,
          roles: list('Roles of the creator').commaSeparated.items(100, 32),
        },
        'team',
      ),
      get: get(team, 'Show one team', {}, 'team'),
      updateName: put(team, 'Rename a team', { name }, 'team'),
      delete: del(team, 'Delete a team; its members stay users'),
      getPrefs: get(`${team}/prefs`, 'Show the preferences of a team', {}, 'preferences', { auth: user }),
      updatePrefs: put(
        `${team}/prefs`,
        'Replace the preferences of a team',
        { prefs: object('All preferences; those not given are removed').required },
        'preferences',
        { auth: user },
      ),
    },
  ),

  section(
    'Memberships',
    { scope: 'teams.*', auth: keyOrUser },
    {
      listMemberships: get(
        memberships,
        'List the members of a team',
        { queries: membershipQueries, search, total },
        'membershipList',
      ),
      createMembership: post(
        memberships,
        'Add a user to a team, or invite a person',
        {
          email: string('E-mail address of the person to invite'),
          userId: string('ID of the user to add'),
          phone: string('Phone number of the person to invite'),
          roles: roles.required,
          url: string('Page of your app that the invitation opens'),
          name: string('Name of a new user').max(128),
        },
        'membership',
        { limit: [10, 3600] },
      ),
      getMembership: get(membership, 'Show one membership', {}, 'membership'),
      updateMembership: patch(
        membership,
        'Replace the roles of a member',
        { roles: roles.required },
        'membership',
      ),
      deleteMembership: del(membership, 'Remove a member from a team'),
      updateMembershipStatus: patch(
        `${membership}/status`,
        'Accept an invitation with its link',
        {
          userId: string('User ID from the link').required,
          secret: string('Secret from the link').secret.required,
        },
        'membership',
        { scope: 'public', auth: user },
      ),
    },
  ),
);
