#!/bin/sh
# Integrated gradients on a CUDA GPU, in two steps, because the machine with the GPU needs neither .NET nor the sources:
#   benchmarks/Gpu/measure.sh publish PROGRAM                 here: the benchmarks as a program of their own
#   PROGRAM/measure.sh run LIBRARIES [options of "gpu"]       there: LIBRARIES holds libonnxruntime.so and
#                                                             libonnxruntime_providers_{shared,cuda}.so of one version
# CUDA's own libraries are looked for on LD_LIBRARY_PATH. Options: --peak 494 (the nominal TF32 TFLOPS of the device, to
# state the share of), --tokens 128, --points 64 (rows of a run), --runs 20, --small, --no-cudnn, --device cpu.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
case "${1:-}" in
    publish)
        out=${2:?usage: measure.sh publish PROGRAM}
        dotnet publish "$here/.." -c Release -r linux-x64 --self-contained -o "$out" --nologo -v q
        cp "$here/measure.sh" "$out/"
        du -sh "$out"
        ;;
    run)
        libraries=${2:?usage: measure.sh run LIBRARIES [options]}
        shift 2
        for library in libonnxruntime.so libonnxruntime_providers_shared.so libonnxruntime_providers_cuda.so; do
            [ -e "$libraries/$library" ] || { echo "measure.sh: $libraries/$library is missing" >&2; exit 1; }
        done

        # The program looks beside itself first, where the library of the CPU package lies.
        cp -L "$libraries"/libonnxruntime*.so* "$here/"
        missing=$(LD_LIBRARY_PATH="$here:${LD_LIBRARY_PATH:-}" ldd "$here/libonnxruntime_providers_cuda.so" | grep 'not found' || true)
        [ -z "$missing" ] || { echo "measure.sh: add the folders of these to LD_LIBRARY_PATH:" >&2; echo "$missing" >&2; exit 1; }
        command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
        LD_LIBRARY_PATH="$here:${LD_LIBRARY_PATH:-}" exec "$here/Lit.Benchmarks" gpu "$@"
        ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
        exit 1
        ;;
esac
