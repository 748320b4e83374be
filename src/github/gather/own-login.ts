import { bareLogin } from '#core/facts/actor.ts';

/** We act under our own name only where a bot's login is ours; under a person's token that person acts. */
export function ownLogin(viewer: { readonly login: string } | null | undefined): string | null {
  const login = viewer?.login ?? '';
  return login.endsWith('[bot]') ? bareLogin(login) : null;
}
