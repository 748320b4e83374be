/**
 * The Probot application function: for `probot run`, and for adapters that bring their own server. `server.ts` is the
 * process that we recommend: it checks deliveries before it reads them, and finishes its work when it is stopped.
 */
import type { Probot } from 'probot';
import { guardrails } from './guardrails.ts';
import { createLog } from './log.ts';
import { logLevelIn, modeCapIn, webhookSecretsIn } from './settings.ts';

/** Set by hosts that stop a process when it has answered: there a delivery is answered after its work, and none sweeps. */
const STOPPED_AFTER_ANSWER = ['AWS_LAMBDA_FUNCTION_NAME', 'FUNCTIONS_WORKER_RUNTIME', 'NETLIFY', 'VERCEL'];

/** Throws for a setting that is wrong. */
export default function leadershipGuardrails(probot: Probot): void {
  const { env } = process;
  // Without one Probot takes a word that everybody knows, and with it what anybody sends.
  webhookSecretsIn(env);
  const log = createLog(logLevelIn(env));
  const appId = Number(env.APP_ID);
  const isShortLived = STOPPED_AFTER_ANSWER.some((name) => env[name]);
  const app = guardrails(probot, {
    appId: Number.isInteger(appId) && appId > 0 ? appId : null,
    modeCap: modeCapIn(env),
    log,
    waitsForWork: isShortLived,
    sweeps: !isShortLived,
  });
  app.start();
}
