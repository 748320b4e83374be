/** Keys that are refused in a repository's own file: they say how an owner governs. */
export const OWNER_ONLY = ['repositories', 'locked', 'teams'] as const;
