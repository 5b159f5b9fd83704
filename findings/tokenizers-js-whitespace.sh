#!/bin/bash
# @huggingface/tokenizers 0.2.0 (npm): the pre-tokenizer "Whitespace" cuts words at every letter that is not ASCII.
#
# In Hugging Face's tokenizers for Python and Rust the pre-tokenizer is \w+|[^\w\s]+ over Unicode, so "Zürich" is one word.
# The JavaScript library uses JavaScript's \w, which is ASCII. A word-level vocabulary that holds "Zürich" gives:
#
#     Python 0.23.2  ["Zürich"]
#     JavaScript     ["Z", "ü", "rich"], that is three times the unknown token
#
# Exits with 1 when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @huggingface/tokenizers@0.2.0
cat >run.mjs <<'JS'
import { WhitespacePreTokenizer } from "@huggingface/tokenizers";
const words = new WhitespacePreTokenizer().pre_tokenize_text("Zürich");
console.log(JSON.stringify(words));
process.exit(JSON.stringify(words) === JSON.stringify(["Z", "ü", "rich"]) ? 0 : 1);
JS
node run.mjs
