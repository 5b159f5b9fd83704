#!/bin/bash
# @huggingface/tokenizers 0.2.0 (npm): a Unigram model with "byte_fallback": true gives the unknown token, not bytes.
#
# tokenizer.json of several Japanese and multilingual checkpoints has such a model. Python's tokenizers 0.23.2 writes a
# character that the vocabulary lacks as the tokens of its bytes; the JavaScript library reads the setting for BPE alone.
# For "é" with a vocabulary that has <0xC3> and <0xA9>:
#
#     Python      ["<0xC3>", "<0xA9>"]
#     JavaScript  ids [0], the unknown token
#
# Exits with 1 when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @huggingface/tokenizers@0.2.0
cat >run.mjs <<'JS'
import { Tokenizer } from "@huggingface/tokenizers";
const vocab = [["<unk>", 0], ["a", -1], ["<0xC3>", -9], ["<0xA9>", -9]];
const none = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
const model = { type: "Unigram", unk_id: 0, byte_fallback: true, vocab };
const { ids } = new Tokenizer({ ...none, model }, {}).encode("aé");
console.log(JSON.stringify(ids));
process.exit(JSON.stringify(ids) === "[1,0]" ? 0 : 1);
JS
node run.mjs
