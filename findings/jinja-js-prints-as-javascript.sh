#!/bin/bash
# @huggingface/jinja 0.5.11 (npm): a chat template that prints what is no text prints it as JavaScript would.
#
# Jinja2, as transformers sets it up, prints Python's form: True, None. The JavaScript library gives another text, silently:
#
#     template          Jinja2        @huggingface/jinja
#     {{ true }}        True          true
#     {{ none }}        None          (nothing)
#     {{ "a" ~ true }}  aTrue         atrue
#
# A model then reads what it was not trained on. Palimpsest passes texts alone and refuses a template that prints anything but
# a text or a whole number (lib/model/tokenizer/chat-template.ts).
#
# Exits with 1 when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @huggingface/jinja@0.5.11
cat >run.mjs <<'JS'
import { Template } from "@huggingface/jinja";
const texts = ["{{ true }}", "{{ none }}", "{{ 'a' ~ true }}"].map((source) => new Template(source).render());
console.log(JSON.stringify(texts));
process.exit(JSON.stringify(texts) === JSON.stringify(["true", "", "atrue"]) ? 0 : 1);
JS
node run.mjs
