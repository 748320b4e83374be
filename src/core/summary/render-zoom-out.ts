/** Block 6: one question, which nobody has to answer here. */
import { type Markdown, md } from '../reports/markdown.ts';
import type { Summary, ZoomOut } from './summary.ts';

const QUESTIONS: Readonly<Record<ZoomOut['question'], string>> = {
  direction: 'Does what we do still connect to our direction?',
  'right-problem': 'Are we solving the right problem?',
  course: 'Did we learn something last week that should change our course?',
  'debt-plan': 'Is our plan of debt right?',
};

export function renderZoomOut({ blocks: { zoomOut } }: Summary): Markdown {
  return md`**6 Zoom out** ${{ markdown: QUESTIONS[zoomOut.question] }}`;
}
