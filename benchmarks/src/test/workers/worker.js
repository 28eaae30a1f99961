// The worker of proper-lockfile. The commands and answers are those of Worker.java.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const lockfile = require(path.join(process.argv[2], 'node_modules', 'proper-lockfile'));

const directory = process.argv[3];
// The package has no blocking wait, it asks again: here every 10 ms, until it is granted.
const options = { realpath: false, retries: { forever: true, factor: 1, minTimeout: 10, maxTimeout: 10 } };
const now = () => process.hrtime.bigint();
const acquire = (name) => lockfile.lock(path.join(directory, name), options);

const held = new Map();
const commands = {
  async cycle(name, count) {
    const start = now();
    for (let i = 0; i < Number(count); i++) await (await acquire(name))();
    return now() - start;
  },
  async distinct(prefix, from, count) {
    const start = now();
    for (let i = 0; i < Number(count); i++) await (await acquire(prefix + (Number(from) + i)))();
    return now() - start;
  },
  async acquire(name) {
    held.set(name, await acquire(name));
    return now();
  },
  async release(name) {
    const time = now();
    await held.get(name)();
    return time;
  },
  async contend(name, startAt, millis, file) {
    const counter = fs.openSync(file, 'r+');
    const number = Buffer.alloc(8);
    await new Promise((go) => setTimeout(go, Math.max(0, Number(BigInt(startAt) - now()) / 1e6)));
    const end = BigInt(startAt) + BigInt(millis) * 1000000n;
    let count = 0;
    let total = 0n;
    let longest = 0n;
    for (let before = now(); before < end; before = now()) {
      const release = await acquire(name);
      const waited = now() - before;
      fs.readSync(counter, number, 0, 8, 0);
      number.writeBigInt64BE(number.readBigInt64BE() + 1n);
      fs.writeSync(counter, number, 0, 8, 0);
      await release();
      count++;
      total += waited;
      if (waited > longest) longest = waited;
    }
    fs.closeSync(counter);
    return `${count} ${total} ${longest}`;
  },
  async memory() {
    global.gc();
    return process.memoryUsage().heapUsed;
  },
};

(async () => {
  console.log('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, ...words] = line.split(' ');
    console.log(`ok ${await commands[command](...words)}`);
  }
  process.exit(0);
})();
