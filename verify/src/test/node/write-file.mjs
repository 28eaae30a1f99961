// Writes a file with an npm package and says whether it succeeded: node write-file.mjs PACKAGE TARGET CONTENT
import { readFile } from "node:fs/promises";

const [name, target, contentFile] = process.argv.slice(2);
const content = await readFile(contentFile);
const { default: writeFileAtomic, writeFile } = await import(name);
try {
  await (writeFile ?? writeFileAtomic)(target, content);
  console.log("done");
} catch (error) {
  console.log(`failed ${error.message}`);
}
