import { Probot } from 'probot';
import { expect, onTestFinished, test } from 'vitest';
import { RateLimited } from '#github/errors.ts';
import { Limiter } from '#github/transport/limiter.ts';
import { Connections } from '#surfaces/app/connections.ts';
import { appOctokit } from '#surfaces/app/octokit.ts';
import { stage } from './support/app-process.ts';

test('the sweep leaves an installation whose limit is spent for long, at once', async () => {
  const { sandbox, app, installation } = await stage();
  onTestFinished(() => sandbox.close());
  const probot = new Probot({
    appId: app.id,
    privateKey: app.privateKey ?? '',
    secret: 'secret-of-this-test',
    baseUrl: sandbox.url,
    logLevel: 'fatal',
    Octokit: appOctokit(new Limiter()),
  });
  await probot.ready();
  const connections = new Connections(probot);
  sandbox.faults.onRequest({
    route: 'GET /installation/repositories',
    effect: { kind: 'secondary-limit', retryAfter: 3_000 },
  });
  const look = async () => {
    const github = await connections.forSweep(installation.id, new AbortController().signal);
    return github.request('GET /installation/repositories', {});
  };
  await expect(look()).rejects.toBeInstanceOf(RateLimited);
  // The limiter knows of the pause now: it must refuse, too, instead of waiting it out.
  await expect(look()).rejects.toBeInstanceOf(RateLimited);
});
