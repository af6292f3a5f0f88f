// Bundles entry.js and the parts of ECharts that it uses into one file that the Go program embeds.
// The output is the same for the same lock file: no date, no path, no source map.

import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

// What a bare engine lacks and ECharts asks for while it loads. Nothing waits: rendering is synchronous.
const stubs = [
  'if(typeof setTimeout==="undefined"){globalThis.setTimeout=function(){return 0};globalThis.clearTimeout=function(){}}',
  'if(typeof console==="undefined"){globalThis.console={log:function(){},warn:function(){},error:function(){}}}',
].join('\n');

await build({
  entryPoints: [join(here, 'entry.js')],
  outfile: join(here, 'dist', 'echarts.js'),
  bundle: true,
  format: 'iife',
  target: 'es2020',
  minify: true,
  legalComments: 'eof',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: stubs },
  logLevel: 'info',
});
