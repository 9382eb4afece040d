// The Vercel AI SDK, through its provider of OpenAI-compatible endpoints.
import assert from "node:assert/strict";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embed, generateText, streamText } from "ai";

const terrain = createOpenAICompatible({ name: "terrain", baseURL: process.env.BASE_URL, apiKey: process.env.KEY });

const answer = await generateText({ model: terrain("talker"), prompt: "Bonjour", maxRetries: 0 });
assert.equal(answer.text, "Bonjour à tous.");
assert.equal(answer.usage.totalTokens, 19);
const stream = streamText({ model: terrain("talker"), prompt: "Bonjour", maxRetries: 0 });
let heard = "";
for await (const piece of stream.textStream) heard += piece;
assert.equal(heard, "Bonjour à tous.");
const vector = await embed({ model: terrain.textEmbeddingModel("vectors"), value: "Bonjour", maxRetries: 0 });
assert.deepEqual(vector.embedding, [0.5, -0.25]);
