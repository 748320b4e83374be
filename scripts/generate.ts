/** Writes every file that follows from other files: `npm run generate`. A test holds them fresh. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { chdir } from 'node:process';
import { configurationPage } from './generated/configuration-page.ts';
import { defaultsModule } from './generated/defaults.ts';
import { jsonSchemaFile } from './generated/json-schema.ts';
import { readmeTables } from './generated/readme-tables.ts';
import { rulePages } from './generated/rule-pages.ts';
import { schemaDataModule } from './generated/schema-data.ts';

/** Path → content, relative to the root of the repository, which must be the working directory. */
export function generatedFiles(): Record<string, string> {
  return {
    ...defaultsModule(),
    ...schemaDataModule(),
    ...jsonSchemaFile(),
    ...configurationPage(),
    ...rulePages(),
    ...readmeTables(),
  };
}

if (import.meta.main) {
  chdir(dirname(import.meta.dirname));
  for (const [path, content] of Object.entries(generatedFiles())) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
