/** The words that the made history is composed of: an online shop, its people, what they want and what they work on. */
import type { Kind } from './history-figures.ts';
import type { Random } from './random.ts';

export const OWNER = 'shop';
export const NAME = 'web';

/** The team, by what each may do. */
export const TEAM = {
  mira: 'maintain',
  tomas: 'write',
  ines: 'write',
  kofi: 'write',
  yuna: 'write',
  petr: 'triage',
} as const;

/** Writes the objectives. */
export const LEAD = 'mira';
export const UPDATE_BOT = 'renovate[bot]';

export type Area = 'cart' | 'payments' | 'search' | 'account' | 'catalog';

interface Words {
  readonly things: readonly string[];
  /** When they may go wrong. */
  readonly when: readonly string[];
}

const AREAS: Readonly<Record<Area, Words>> = {
  cart: {
    things: ['the cart', 'a saved cart', 'the delivery estimate', 'a voucher', 'gift wrapping', 'the item count'],
    when: ['after a failed payment', 'in a second tab', 'when an item sells out', 'after a reload'],
  },
  payments: {
    things: ['the card form', 'a refund', 'the receipt', 'a stored card', 'the currency', 'a partial payment'],
    when: ['when the bank times out', 'on a slow phone', 'for a guest', 'after the back button'],
  },
  search: {
    things: ['the result list', 'a filter', 'the sort order', 'a spelling hint', 'recent searches', 'the price range'],
    when: ['with no match', 'with an umlaut', 'while typing fast', 'on the last page'],
  },
  account: {
    things: ['the order list', 'an address', 'the password form', 'a newsletter choice', 'an invoice', 'the sign-in'],
    when: ['after the session ends', 'without a name', 'for a shared household', 'with two devices'],
  },
  catalog: {
    things: ['the size table', 'a product photo', 'the stock note', 'a review', 'the price label', 'a bundle'],
    when: ['when nothing is left', 'in dark mode', 'with a long name', 'before the sale starts'],
  },
};

export interface ObjectiveWords {
  readonly area: Area;
  readonly title: string;
  readonly measure: string;
  /** A task below it, and one that only lies near. */
  readonly task: string;
  readonly nearby: string;
}

/** One list a quarter; the last one is the running quarter's. */
export const OBJECTIVES: readonly (readonly ObjectiveWords[])[] = [
  [
    {
      area: 'search',
      title: 'Search finds it on the first try',
      measure: 'Seven of ten searches end in a click on the first page.',
      task: 'Rank by what people bought',
      nearby: 'Remember recent searches',
    },
    {
      area: 'catalog',
      title: 'Photos are there before the thumb moves',
      measure: 'Nine of ten product pages are complete in two seconds.',
      task: 'Serve photos in the size they are shown',
      nearby: 'Zoom a photo with two fingers',
    },
    {
      area: 'account',
      title: 'Sign in without a password',
      measure: 'Half of all sign-ins use a passkey.',
      task: 'Offer a passkey after the first order',
      nearby: 'Shorten the password form',
    },
  ],
  [
    {
      area: 'cart',
      title: 'Cart survives a failed payment',
      measure: 'Lost carts stay below 0.5 % of all that reach the checkout.',
      task: 'Say why a payment failed',
      nearby: 'Count gift wrapping as an item',
    },
    {
      area: 'payments',
      title: 'Refund within a day',
      measure: 'Nine of ten refunds arrive within 24 hours.',
      task: 'Start the refund when the parcel is scanned',
      nearby: 'Print the refund on the receipt',
    },
    {
      area: 'account',
      title: 'Invoices without a ticket',
      measure: 'Half of all invoices are downloaded, not asked for.',
      task: 'Download an invoice from the order list',
      nearby: 'Sort the order list by date',
    },
    {
      area: 'catalog',
      title: 'Every product says when it ships',
      measure: 'Nine of ten delivery dates hold.',
      task: 'Show the delivery date on the product page',
      nearby: 'Round the stock note',
    },
  ],
];

export function areaOf(random: Random): Area {
  return random.pick(Object.keys(AREAS) as Area[]);
}

/** A conventional title. */
export function composeTitle(random: Random, kind: Kind, area: Area): string {
  const { things, when } = AREAS[area];
  // Half of all titles name their part, as teams do.
  const scope = kind !== 'ci' && kind !== 'revert' && random.next() < 0.5 ? `(${area})` : '';
  return `${kind}${scope}: ${SENTENCES[kind](random, random.pick(things), random.pick(when))}`;
}

type Sentence = (random: Random, thing: string, when: string) => string;

const SENTENCES: Readonly<Record<Kind, Sentence>> = {
  feat: (random, thing, when) =>
    `${random.pick(['show', 'offer', 'remember', 'let people edit', 'announce'])} ${thing} ${when}`,
  fix: (random, thing, when) =>
    `${random.pick(['keep', 'do not lose', 'restore', 'redraw', 'round', 'focus'])} ${thing} ${when}`,
  docs: (random, thing, when) => `${random.pick(['explain', 'describe', 'draw'])} ${thing} ${when}`,
  chore: (random, thing) =>
    `${random.pick(['remove unused code around', 'rename the files of', 'tidy the styles of'])} ${thing}`,
  refactor: (random, thing, when) => `${random.pick(['one place for', 'split up', 'simplify'])} ${thing} ${when}`,
  test: (_random, thing, when) => `cover ${thing} ${when}`,
  ci: (random, thing) =>
    `${random.pick(['run the browser tests of', 'cache the build of', 'retry the upload of'])} ${thing}`,
  perf: (random, thing, when) => `${random.pick(['load', 'compute', 'draw'])} ${thing} once ${when}`,
  revert: (_random, thing, when) => `show ${thing} ${when}`,
};

const UPDATED = [
  'the test runner',
  'the bundler',
  'the linter',
  'the icon set',
  'the date library',
  'the type checker',
];

export function composeUpdate(random: Random, kind: 'chore' | 'fix'): string {
  const version = `${1 + random.below(9)}.${random.below(20)}.${random.below(10)}`;
  return kind === 'fix'
    ? 'fix(deps): update all minor versions'
    : `chore(deps): update ${random.pick(UPDATED)} to ${version}`;
}

/** Paths that a change of this kind touches, `count` of them. */
export function composePaths(random: Random, kind: Kind, area: Area, count: number): readonly string[] {
  const [folder, ending] = PLACES[kind];
  const names = ['view', 'model', 'form', 'list', 'store', 'price', 'text', 'state', 'page', 'row', 'total', 'note'];
  const paths = new Set<string>();
  for (let index = 0; paths.size < count; index += 1) {
    const number = index < names.length ? '' : `-${index}`;
    paths.add(`${folder}/${area}/${random.pick(names)}${number}${ending}`);
  }
  return [...paths];
}

const PLACES: Readonly<Record<Kind, readonly [folder: string, ending: string]>> = {
  feat: ['src', '.ts'],
  fix: ['src', '.ts'],
  docs: ['docs', '.md'],
  chore: ['src', '.css'],
  refactor: ['src', '.ts'],
  test: ['test', '.test.ts'],
  ci: ['.github/workflows', '.yml'],
  perf: ['src', '.ts'],
  revert: ['src', '.ts'],
};
