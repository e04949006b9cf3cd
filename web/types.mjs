/* types - src/api/types.gen.ts from the server's own description. `node types.mjs` writes it, `--check` fails when it is
 * stale. The server: $CARDINAL, or ../build/cardinal. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const server = process.env.CARDINAL ?? new URL('../build/cardinal', import.meta.url).pathname;
const target = new URL('src/api/types.gen.ts', import.meta.url);
const described = execFileSync(server, ['describe', 'openapi'], { encoding: 'utf8', maxBuffer: 64 << 20 });
const text = `/* Made from \`cardinal describe openapi\` by \`npm run types\`; not to be edited. */\n\n${astToString(
  await openapi(described),
)}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('web/src/api/types.gen.ts is stale: run `npm run types` in web/');
  process.exit(1);
}
