// Bundles the charts' JavaScript into dist, which the Go program embeds: echarts.js draws while publishing,
// echarts-live.js draws in the reader's browser, diagram.js fetches it when a chart is touched.
// The output is the same for the same lock file: no date, no path, no source map.

import { build } from 'esbuild';
import { copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

// What a bare engine lacks and ECharts asks for while it loads. Nothing waits: rendering is synchronous.
const stubs = [
  'if(typeof setTimeout==="undefined"){globalThis.setTimeout=function(){return 0};globalThis.clearTimeout=function(){}}',
  'if(typeof console==="undefined"){globalThis.console={log:function(){},warn:function(){},error:function(){}}}',
].join('\n');

// The renderer empties its element by innerHTML, which Trusted Types refuse, even for an empty text.
const emptying = {
  name: 'emptying',
  setup(b) {
    b.onLoad({ filter: /zrender\/lib\/svg\/Painter\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(/\.innerHTML = (''|null)/g, '.replaceChildren()');
      if (contents === source || contents.includes('innerHTML')) throw new Error('zrender empties its element in another way: look at svg/Painter.js');
      return { contents, loader: 'js' };
    });
  },
};

const common = { bundle: true, target: 'es2020', minify: true, define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'info' };

await build({
  ...common, entryPoints: [join(here, 'entry.js')], outfile: join(here, 'dist', 'echarts.js'),
  format: 'iife', legalComments: 'eof', banner: { js: stubs },
});
await build({
  ...common, entryPoints: [join(here, 'live.js')], outfile: join(here, 'dist', 'echarts-live.js'),
  format: 'esm', legalComments: 'eof', plugins: [emptying],
});
await build({
  ...common, entryPoints: [join(here, 'diagram.js')], outfile: join(here, 'dist', 'diagram.js'),
  format: 'esm', target: 'es2022', external: ['./echarts-live.js'],
});
await copyFile(join(here, 'diagram.css'), join(here, 'dist', 'diagram.css'));
