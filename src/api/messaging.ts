import { summaries } from './groups.ts';
import { providerSection } from './messaging-providers.ts';
import { boolean, integer, list, newId, object, string } from './param-spec.ts';
import { logQueries, queries, search, targetQueries, total } from './params.ts';
import { del, get, group, key, keyOrUser, patch, post, respelt, section } from './vocabulary.ts';

const messages = '/messaging/messages';
const message = `${messages}/{messageId}`;
const topics = '/messaging/topics';
const topic = `${topics}/{topicId}`;
const subscribers = `${topic}/subscribers`;
const subscriber = `${subscribers}/{subscriberId}`;

const messageId = newId('ID of the new message');
const recipients = {
  topics: list('IDs of the topics to send to').commaSeparated,
  users: list('IDs of the users to send to').commaSeparated,
  targets: list('IDs of the targets to send to').commaSeparated,
};
const sending = {
  draft: boolean('Save as a draft'),
  scheduledAt: string('Time to send it').date,
};
const subject = string('Subject of the e-mail');
const content = string('Text, or @file').readsFile;
const mail = {
  cc: list('IDs of the targets in CC').commaSeparated,
  bcc: list('IDs of the targets in BCC').commaSeparated,
  attachments: list('Files to attach, each as bucketId:fileId').commaSeparated,
  html: boolean('Treat the text as HTML'),
};
const title = string('Title of the message');
const body = string('Text, or @file').readsFile;
const push = {
  data: object('Data for the app'),
  action: string('Action when the notification is tapped'),
  image: string('Image to show, as bucketId:fileId'),
  icon: string('Icon to show, on Android and the web'),
  sound: string('Sound to play, on Android and Apple'),
  color: string('Colour of the icon, on Android'),
  tag: string('Tag; a message replaces an older one with the same tag'),
};
const delivery = {
  contentAvailable: boolean('Wake the app in the background, on Apple').since('1.6'),
  critical: boolean('Play the sound even on a silenced device, on Apple').since('1.6'),
  priority: string('Priority: high delivers at once, normal may wait to save power')
    .oneOf(['normal', 'high'])
    .since('1.6'),
};
const badge = 'Badge number on the app icon, on Apple';
/** An update of the wrong kind succeeds. */
const anyKind = {
  about: 'The server does not check the kind of the message: it also accepts the ID of another kind.',
};
const topicName = string('Name of the topic');
const subscribe = list('Roles that may subscribe, such as users').commaSeparated.items(100, 64);

export const messaging = group(
  'messaging',
  summaries.messaging,
  {
    messageId: 'Message ID',
    providerId: 'Provider ID',
    topicId: 'Topic ID',
    subscriberId: 'Subscriber ID',
  },

  section(
    'Messages',
    { scope: 'messages.*', auth: key },
    {
      listMessages: get(
        messages,
        'List messages',
        {
          queries: queries(
            'scheduledAt',
            'deliveredAt',
            'deliveredTotal',
            'status',
            'description',
            'providerType',
          ),
          search,
          total,
        },
        'messageList',
      ),
      createEmail: post(
        `${messages}/email`,
        'Send an e-mail, or save it as a draft',
        {
          messageId,
          subject: subject.required,
          content: content.required,
          ...recipients,
          ...mail,
          ...sending,
        },
        'message',
      ),
      updateEmail: patch(
        `${messages}/email/{messageId}`,
        'Change an e-mail that has not been sent',
        { subject, content, ...recipients, ...mail, ...sending },
        'message',
        anyKind,
      ),
      createPush: post(
        `${messages}/push`,
        'Send a push message, or save it as a draft',
        {
          messageId,
          title: title.required.changedIn('1.6', (param) => param.optional),
          body: body.required.changedIn('1.6', (param) => param.optional),
          ...recipients,
          ...push,
          badge: string(badge).changedIn('1.6', () => integer(badge)),
          ...sending,
          ...delivery,
        },
        'message',
        {
          changes: {
            '1.6': {
              about:
                'Without a title and a text, the message shows nothing and only passes its data to the app.',
            },
          },
        },
      ),
      updatePush: patch(
        `${messages}/push/{messageId}`,
        'Change a push message that has not been sent',
        { title, body, ...recipients, ...push, badge: integer(badge), ...sending, ...delivery },
        'message',
        anyKind,
      ),
      createSms: post(
        `${messages}/sms`,
        'Send a text message, or save it as a draft',
        { messageId, content: content.required, ...recipients, ...sending },
        'message',
        respelt('1.8', 'messaging.createSMS'),
      ),
      updateSms: patch(
        `${messages}/sms/{messageId}`,
        'Change a text message that has not been sent',
        { content, ...recipients, ...sending },
        'message',
        { ...respelt('1.8', 'messaging.updateSMS'), ...anyKind },
      ),
      getMessage: get(message, 'Show one message', {}, 'message'),
      delete: del(message, 'Delete a message'),
      listMessageLogs: get(
        `${message}/logs`,
        'List the log entries of a message',
        { queries: logQueries, total },
        'logList',
      ),
      listTargets: get(
        `${message}/targets`,
        'List the targets of a message',
        { queries: targetQueries, total },
        'targetList',
      ),
    },
  ),

  section(
    'Topics',
    { scope: 'topics.*', auth: key },
    {
      listTopics: get(
        topics,
        'List topics',
        { queries: queries('name', 'description', 'emailTotal', 'smsTotal', 'pushTotal'), search, total },
        'topicList',
      ),
      createTopic: post(
        topics,
        'Create a topic',
        { topicId: string('ID of the new topic').required, name: topicName.required, subscribe },
        'topic',
      ),
      getTopic: get(topic, 'Show one topic', {}, 'topic'),
      updateTopic: patch(
        topic,
        'Rename a topic or change its subscriber roles',
        { name: topicName, subscribe },
        'topic',
      ),
      deleteTopic: del(topic, 'Delete a topic'),
      listTopicLogs: get(
        `${topic}/logs`,
        'List the log entries of a topic',
        { queries: logQueries, total },
        'logList',
      ),
    },
  ),

  section(
    'Subscribers',
    { scope: 'subscribers.*', auth: key },
    {
      listSubscribers: get(
        subscribers,
        'List the subscribers of a topic',
        { queries: queries('targetId', 'topicId', 'userId', 'providerType'), search, total },
        'subscriberList',
      ),
      createSubscriber: post(
        subscribers,
        'Subscribe a target to a topic',
        {
          subscriberId: string('ID of the new subscriber').required,
          targetId: string('ID of the target').required,
        },
        'subscriber',
        { auth: keyOrUser },
      ),
      getSubscriber: get(subscriber, 'Show one subscriber', {}, 'subscriber'),
      deleteSubscriber: del(subscriber, 'Unsubscribe from a topic', {}, null, { auth: keyOrUser }),
      listSubscriberLogs: get(
        '/messaging/subscribers/{subscriberId}/logs',
        'List the log entries of a subscriber',
        { queries: logQueries, total },
        'logList',
      ),
    },
  ),

  providerSection,
);
