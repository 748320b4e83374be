/** Text that is safe to put on GitHub. Only `md` makes it, so foreign text can't reach a report unescaped. */
declare const brand: unique symbol;
export type Markdown = string & { readonly [brand]: 'Markdown' };
