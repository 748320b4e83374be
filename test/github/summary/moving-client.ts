import type { GitHubClient } from '#github/client.ts';
import type { WeekShop } from './week-shop.ts';

/** A client in whose back something happens after so many queries that begin with a text. */
export function movingClient(
  shop: WeekShop,
  begins: string,
  after: number,
  act: () => void,
): { readonly github: GitHubClient } {
  const { query, request } = shop.client();
  let count = 0;
  return {
    github: {
      request,
      query: async <Data>(document: string, variables: Readonly<Record<string, unknown>>) => {
        const answer = await query<Data>(document, variables);
        if (document.startsWith(begins)) count += 1;
        if (document.startsWith(begins) && count === after) act();
        return answer;
      },
    },
  };
}
