/** Lines to paste into a shell while the demo stays up. */

import { REPOSITORY } from './load-history.ts';
import type { SandboxClient } from './sandbox-client.ts';
import { paint } from './terminal.ts';

const WHO = 'kofi';
const BRANCH = 'try';

/** `next` is the number that the next pull request gets; `objective` one that is open. */
export async function curlLines(sandbox: SandboxClient, next: number, objective: number): Promise<string> {
  const token = await sandbox.tokenOf(WHO);
  const send = `curl -sS -o /dev/null -w '%{http_code}\\n' -H "$AUTH"`;
  const lines = [
    `API=${sandbox.url}/repos/${REPOSITORY}; AUTH='authorization: Bearer ${token}'`,
    '',
    '# Open a pull request as kofi: a commit on a new branch, then the pull request itself.',
    `${send} -X PUT $API/contents/src/try.ts -d '{"message":"Try it","branch":"${BRANCH}","content":"Ly8K"}'`,
    `${send} $API/pulls -d '{"title":"feat: try it","head":"${BRANCH}","base":"main","body":""}'`,
    '# See its check.',
    `curl -sS -H "$AUTH" $API/commits/${BRANCH}/check-runs | grep -oE '"(name|conclusion|title|summary)":"[^"]*"'`,
    '# Change its description, then see its check again (a second evaluation comes after at most 5 seconds).',
    `${send} -X PATCH $API/pulls/${next} -d '{"body":"Objective: #${objective}"}'`,
    '# Press Re-check on the newest run. GitHub has no API for a click, so the sandbox has one.',
    `RUN=$(curl -sS -H "$AUTH" $API/commits/${BRANCH}/check-runs | grep -oE '"check_runs":\\[\\{"id":[0-9]+' | grep -oE '[0-9]+$')`,
    `curl -sS ${sandbox.url}/_sandbox/do/requestCheckRun -d "{\\"with\\":[$RUN,\\"${WHO}\\",\\"recheck\\"]}"`,
  ];
  return `${lines.map((line) => (line.startsWith('#') ? paint('dim', line) : line)).join('\n')}\n`;
}
