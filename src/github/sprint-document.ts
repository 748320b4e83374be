import { CONFIG_FILE, OWNER_CONFIG, REPOSITORY_FIELDS } from './documents.ts';

/** What rules in a repository, for reading its sprint without any pull request at hand. */
export const SPRINT_RULES_DOCUMENT = `query SprintRules($owner: String!, $name: String!, $configPath: String!) {
  rateLimit { cost remaining resetAt }
  viewer { login }
  ownerPrivate: repository(owner: $owner, name: ".github-private") { ...OwnerConfig }
  ownerPublic: repository(owner: $owner, name: ".github") { ...OwnerConfig }
  repository(owner: $owner, name: $name) { ...RepositoryFields url databaseId }
}
${OWNER_CONFIG}
${REPOSITORY_FIELDS}
${CONFIG_FILE}`;
