// The `openai` package of npm, version of the lock.
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.KEY, maxRetries: 0 });
const messages = [{ role: "user", content: "Bonjour" }];

const listed = [];
for await (const model of client.models.list()) listed.push(model.id);
assert(listed.includes("talker"));
const answer = await client.chat.completions.create({ model: "talker", messages });
assert.equal(answer.choices[0].message.content, "Bonjour à tous.");
assert.equal(answer.usage.total_tokens, 19);
const stream = await client.chat.completions.create({ model: "talker", messages, stream: true });
let heard = "";
for await (const chunk of stream) heard += chunk.choices[0]?.delta?.content ?? "";
assert.equal(heard, "Bonjour à tous.");
const vectors = await client.embeddings.create({ model: "vectors", input: "Bonjour", encoding_format: "float" });
assert.deepEqual(vectors.data[0].embedding, [0.5, -0.25]);
await assert.rejects(client.chat.completions.create({ model: "nobody", messages }), OpenAI.NotFoundError);
