// Drives one holdfast server with the official TypeScript client, for a test that speaks to this program.
//
//   node client.mjs RECORD COMMAND [ARGUMENT...]
//
// COMMAND is the server. Every byte that it writes to its standard output is kept in the file RECORD, its exit code in the
// file RECORD.exit; its standard error is that of this program.
//
// One JSON object in each line, both ways. First comes {"ready": server}. Then each line in is a request:
//   {"id": 1, "op": "call", "tool": "...", "arguments": {...}}   answered with {"id": 1, "result": the result of the call}
//   {"id": 2, "op": "tools"}                                     answered with {"id": 2, "result": the list of tools}
//   {"id": 3, "op": "resources", "params": {...}}                in the same way; also templates, read, subscribe, unsubscribe,
//                                                                prompts, prompt and complete, see below
// or, where the client throws, with {"id": n, "error": "..."}. Requests are started as they come, none waits for another.
// What the server announces comes as {"announced": the notification}.
// At the end of the input the client closes the session, and the program ends.

import process from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [record, ...command] = process.argv.slice(2);

// The server reads from this program's pipe; the shell is there to keep what it writes.
const script = 'record=$1; shift; { "$@"; echo $? >"$record.exit"; } | tee "$record"';
const transport = new StdioClientTransport({
  command: '/bin/sh',
  args: ['-c', script, 'sh', record, ...command],
  env: process.env.JAVA_HOME ? { JAVA_HOME: process.env.JAVA_HOME } : {},
  stderr: 'inherit',
});
const client = new Client({ name: 'typescript', version: '1.32.2' }, { capabilities: {} });
const options = { timeout: 60_000 };

const say = (message) => process.stdout.write(JSON.stringify(message) + '\n');

const ops = {
  call: ({ tool, arguments: args }) => client.callTool({ name: tool, arguments: args }, undefined, options),
  tools: () => client.listTools(undefined, options),
  resources: ({ params }) => client.listResources(params, options),
  templates: ({ params }) => client.listResourceTemplates(params, options),
  read: ({ params }) => client.readResource(params, options),
  subscribe: ({ params }) => client.subscribeResource(params, options),
  unsubscribe: ({ params }) => client.unsubscribeResource(params, options),
  prompts: ({ params }) => client.listPrompts(params, options),
  prompt: ({ params }) => client.getPrompt(params, options),
  complete: ({ params }) => client.complete(params, options),
};
client.fallbackNotificationHandler = async (notification) => say({ announced: notification });

async function answer(request) {
  try {
    const result = await ops[request.op](request);
    say({ id: request.id, result });
  } catch (error) {
    say({ id: request.id, error: String(error) });
  }
}

await client.connect(transport, options);
say({ ready: client.getServerVersion() });

// Not readline: it takes U+2028 for the end of a line too.
const started = [];
let rest = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  started.push(...lines.map((line) => answer(JSON.parse(line))));
}
await Promise.all(started);
await client.close();
