#!/usr/bin/env bash
# Trains the second embedded model on a machine with a GPU, where minutes replace the hours of two cores.
#
#   scripts/atlas/gpu.sh DATA OUTPUT [MINUTES]
#
# DATA holds corpus.jsonl and prompts.jsonl, which corpus/index.ts writes on any machine; zstd files are unpacked. Python
# needs torch with CUDA, numpy, tokenizers and safetensors. OUTPUT gets the model, the curves and the measured recall; the
# checkpoint is left out, because it is five times as large.
set -euo pipefail
data=$1 output=$2 minutes=${3:-7}
here=$(cd "$(dirname "$0")" && pwd)
python -c 'import torch; assert torch.cuda.is_available(), "no GPU"; print(torch.cuda.get_device_name())'
for packed in "$data"/*.jsonl.zst; do [ -e "$packed" ] && zstd -dqf "$packed"; done
work=$(mktemp -d)
python "$here/train.py" --data "$data" --output "$work" --device cuda --threads 8 --steps 9000 --minutes "$minutes"
mkdir -p "$output"
cp -r "$work/model" "$work"/*.csv "$output/"
python "$here/recall.py" "$work/model" --data "$data" --sample 500 --device cuda | tee "$output/recall.txt"
