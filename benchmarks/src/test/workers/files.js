// The worker of write-file-atomic and atomically. The commands and answers are those of FileWorker.java.
'use strict';
const path = require('path');
const readline = require('readline');
const { createRequire } = require('module');
const { pathToFileURL } = require('url');

const [node, directory, name] = process.argv.slice(2);
const now = () => process.hrtime.bigint();

// Both packages sync the file (their default) and not its directory.
const load = async () => {
  if (name === 'write-file-atomic') return require(path.join(node, 'node_modules', name));
  const entry = createRequire(path.join(node, 'package.json')).resolve(name);
  return (await import(pathToFileURL(entry))).writeFile;
};

(async () => {
  const write = await load();
  const replace = (file, i) => write(path.join(directory, `file-${file}`), Buffer.alloc(4096, i & 0xff));
  const commands = {
    async replace(files, count) {
      const nanos = [];
      for (let i = 0; i < count; i++) {
        const start = now();
        await replace(i % files, i);
        nanos.push(now() - start);
      }
      return nanos.join(' ');
    },
    async writers(writers, files, millis) {
      const start = now();
      const end = start + BigInt(millis) * 1000000n;
      let count = 0;
      await Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          let i = 0;
          do {
            await replace(writer * files + (i % files), i++);
            count++;
          } while (now() < end);
        }),
      );
      return `${count} ${now() - start}`;
    },
  };
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, ...words] = line.split(' ');
    console.log(`ok ${await commands[command](...words.map(Number))}`);
  }
  process.exit(0);
})();
