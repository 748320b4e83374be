/** Block 5: what was learned, and what got past a guardrail. */
import { code, type Markdown, md } from '../reports/markdown.ts';
import { isShown } from './period-work.ts';
import { asFar, line, listed, listedBy, type Room, titledItem, UNDER_RULES_OF_NOW } from './render-words.ts';
import type { Learned, Summary } from './summary.ts';

export function renderLearned(summary: Summary, room: Room): Markdown {
  const { objectives, experiments, question, gotPast } = summary.blocks.learned;
  const parts = [
    objectives.length === 0 ? null : md`objectives closed: ${listed(objectives, room.items, renderClosed, '; ')}`,
    experiments.length === 0
      ? null
      : md`experiments closed: ${listed(experiments, room.items, renderExperiment, '; ')}`,
    question === null ? null : md`question of this sprint: ${question}`,
    gotPast.length === 0 ? null : md`got past a guardrail: ${listedBy(gotPast, room.items, renderPast)}`,
  ];
  const isEmpty = parts.every((part) => part === null);
  return md`**5 Learned and traded** ${isEmpty ? md`Nothing closed, and nothing got past a guardrail${asFar(summary)}.` : line(parts)}`;
}

function renderClosed(objective: Learned['objectives'][number]): Markdown {
  return objective.measure === null ? titledItem(objective) : md`${titledItem(objective)} (${objective.measure})`;
}

function renderExperiment(experiment: Learned['experiments'][number]): Markdown {
  const { learned } = experiment;
  const name = titledItem(experiment);
  if (learned !== null) return md`${name}: ${learned}`;
  return isShown(experiment) ? md`${name} (outcome not written)` : name;
}

function renderPast({ past }: Learned['gotPast'][number]): Markdown {
  switch (past.by) {
    case 'skip-label':
      return md`label ${code(past.label)}`;
    case 'expedite':
      return past.isVerified ? md`urgent` : md`urgent, not verified`;
    case 'failing-verdict':
      return UNDER_RULES_OF_NOW;
  }
}
