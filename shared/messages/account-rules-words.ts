/** The part of an account that few need: what counts as success, where to ask, how the key travels, certificates. */
export const RULE_WORDS = {
  title: 'More: what counts as delivered, where to ask, certificates',
  success: 'When an item counts as delivered',
  successHint: 'Where nothing is changed here: at any 2xx answer that is not a web page.',
  accept: 'Statuses that mean yes',
  acceptHint: 'e.g. 200-299, 409',
  allowHtml: 'A web page may be the answer',
  contentType: 'Media type of the answer',
  contentTypeHint: 'e.g. application/json. Empty: any.',
  headerName: 'A header it must have',
  headerNameHint: 'e.g. X-Api-Version',
  headerValue: 'Its value',
  headerValueHint: 'Empty: any.',
  pointer: 'A place in its JSON',
  pointerHint: 'e.g. /status',
  equals: 'What must stand there',
  equalsHint: 'e.g. ok, 1 or true. Empty: anything.',
  receipt: "Where the server's own number for it stands",
  receiptHint: 'e.g. /id. The item shows it then.',
  rules: 'Other rules for some addresses',
  rulesHint: 'The first whose addresses fit counts, in place of the rules above.',
  ruleUrl: 'Addresses',
  ruleUrlHint: 'e.g. https://api.example/photos/*',
  addRule: 'Add rules for some addresses',
  checks: 'Where to ask whether an item arrived',
  checksHint:
    'When no answer came, the server is asked there before anything is sent again. 2xx: it arrived. 404 or 410: it did not.',
  checkUrl: 'Items to these addresses',
  checkUrlHint: 'e.g. https://api.example/*',
  checkGet: 'Ask here (GET)',
  checkGetHint:
    'e.g. https://api.example/sent?key={{idempotencyKey}}. {{id}} and {{ref}} may stand there, too.',
  unknownOutcome: 'When it may have arrived, and no server can tell',
  unknownOutcomes: {
    retry: 'Send it again, with the same key',
    ask: 'Ask me first, unless the item says otherwise',
  },
  addCheck: 'Add a place to ask',
  remove: 'Take away',
  key: 'How the key of an item travels',
  keyHeader: 'Header of the key',
  keyHeaderHint: 'By it, a server takes an item once, however often it is sent.',
  keyQuoted: 'Put it in quotes',
  identity: 'Who has signed in',
  identityHint:
    'Found out by their token, so that nothing of one person goes out as another. A sign-in with OpenID Connect tells it by itself.',
  identityUrl: 'Ask here who it is (GET)',
  identityUrlHint: 'e.g. https://api.example/me. Empty: nobody is asked.',
  identitySubject: 'Where the answer has what never changes of a person',
  identitySubjectHint: 'e.g. /id',
  identityName: 'Where it has their name',
  identityNameHint: 'e.g. /name. It may be left out.',
  ca: 'Certificates of its own',
  caFile: 'File with certificates',
  caFileHint:
    'The full path of a PEM file on this computer, for servers whose certificates the system does not trust.',
} as const;

export const RULE_PROBLEMS = {
  STATUS: 'Write statuses from 200 to 599, like 200-299, 409. A redirect (3xx) is never a yes.',
  MEDIA_TYPE: 'Write a media type, like application/json',
  HEADER_NAME: 'The name of a header is one word, like X-Api-Version',
  NO_HEADER: 'Say which header has this value.',
  POINTER: 'A place begins with a slash, like /status',
  PATTERN: 'Write addresses of one server, like https://api.example/photos/*',
  RULE_SERVER: 'Write addresses at one of the servers of this account.',
  ADDRESS: 'Write a whole address, like https://api.example/me',
  CHECK_URL: 'Write a whole address, like https://api.example/sent?key={{idempotencyKey}}',
  CHECK_VALUE: 'Only {{id}}, {{ref}} and {{idempotencyKey}} can stand in it.',
  CHECK_ITEM: 'Put {{id}}, {{ref}} or {{idempotencyKey}} into it, so that it asks about one item.',
  CHECK_SERVER: 'Ask at one of the servers of this account.',
} as const;

export type RuleProblem = keyof typeof RULE_PROBLEMS;

/** What one of several equal buttons is for. */
export const removeRuleNamed = (addresses: string): string =>
  `${RULE_WORDS.remove} ${addresses}`.trim();
