/**
 * A module of its own, so that loading it can wait until the payload was looked at. Only the context is taken: the
 * package's Octokit would bring undici into the bundle.
 */
export { context } from '@actions/github';
