// One session of an official TypeScript client, of the generation 1 or 2, with a server that has the five sample personas:
//
//   node session.mjs 1|2 stdio COMMAND [ARGUMENT...]
//   node session.mjs 1|2 http URL
//
// Prints one JSON object: what the client was told. Throws, and so ends with another code than 0, where the client does.

import process from 'node:process';

const [generation, transport, ...target] = process.argv.slice(2);

async function open() {
  if (generation === '2') {
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    return { Client, StreamableHTTPClientTransport, StdioClientTransport };
  }
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  return { Client, StreamableHTTPClientTransport, StdioClientTransport };
}

const { Client, StreamableHTTPClientTransport, StdioClientTransport } = await open();
const client = new Client({ name: `typescript-${generation}`, version: '1.0.0' }, { capabilities: {} });
await client.connect(
  transport === 'http'
    ? new StreamableHTTPClientTransport(new URL(target[0]))
    : new StdioClientTransport({
        command: target[0],
        args: target.slice(1),
        env: process.env.JAVA_HOME ? { JAVA_HOME: process.env.JAVA_HOME } : {},
        stderr: 'inherit',
      }),
);

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  if (result.isError) {
    throw new Error(`${name}: ${JSON.stringify(result.content)}`);
  }
  return result.structuredContent;
};

const name = `From Client ${generation} over ${transport}`;
const tools = (await client.listTools()).tools.map((tool) => tool.name);
await call('create_persona', {
  name,
  description: 'Made by a client',
  category: 'professional',
  instructions: 'Say where you came from.',
});
await call('edit_persona', { persona: name, field: 'description', value: 'Changed by a client' });
const details = await call('get_persona_details', { persona: name });
const resources = (await client.listResources()).resources.map((resource) => resource.name);
const prompt = await client.getPrompt({ name: details.persona.slug });
console.log(
  JSON.stringify({
    server: client.getServerVersion().name,
    tools,
    description: details.persona.description,
    resources,
    prompt: prompt.messages[0].content.text,
  }),
);
await client.close();
