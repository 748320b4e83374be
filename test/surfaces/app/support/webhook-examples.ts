import examples from '@octokit/webhooks-examples';

/** Payloads as GitHub sent them, by event. The package's types describe it as an ES module, which it is not. */
export const WEBHOOK_EXAMPLES = examples as unknown as readonly {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}[];
