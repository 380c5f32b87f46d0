// Ask a Hub some questions with @huggingface/hub: ask.mjs ENDPOINT; the answers are JSON.
// ask.py asks the same with another client.

import { listModels, modelInfo } from "./huggingface-hub.mjs";

const hubUrl = process.argv[2];

const told = ({ name, id, task, private: hidden, gated, downloads, likes, updatedAt }) => ({
  name, id, task, private: hidden, gated, downloads, likes, updated: updatedAt.getTime(),
});

async function asked(question) {
  try {
    return await question();
  } catch (fault) {
    if (fault.statusCode === undefined) throw fault;
    return { error: fault.statusCode, message: fault.data.error };
  }
}

const info = (name, revision) =>
  asked(async () => told(await modelInfo({ hubUrl, name, revision })));

const owned = (owner) =>
  asked(async () => {
    const found = [];
    for await (const model of listModels({ hubUrl, search: { owner } })) found.push(told(model));
    return found;
  });

console.log(JSON.stringify({
  "model": await info("google-bert/bert-base-uncased"),
  "branch": await info("google-bert/bert-base-uncased", "main"),
  "renamed": await info("bert-base-uncased"),
  "gated": await info("meta-llama/Llama-3.1-8B-Instruct"),
  "missing": await info("openai-community/no-such-model-repoing-x9"),
  "no revision": await info("openai-community/gpt2", "no-such-branch-x9"),
  "owned": await owned("facebook"),
  "nothing owned": await owned("nobody-at-all"),
}));
