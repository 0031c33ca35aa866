using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Turns what the caller said about outputs into ways to read them.</summary>
internal static class OutputBindings
{
    /// <summary>One binding for each field of the predictions.</summary>
    /// <exception cref="LitException">
    /// A mapping names no output or does not fit it, or a field is made twice.
    /// </exception>
    public static OutputBinding[] Create(
        IReadOnlyList<TensorInfo> outputs, OnnxModelOptions options, OnnxFile file, string model)
    {
        IEnumerable<MappedOutput> wanted = options.Outputs.Count > 0
            ? options.Outputs
            : MappingDefaults.Outputs(outputs, file);
        var mismatches = new List<SpecMismatch>();
        var bindings = new List<OutputBinding>();
        foreach (MappedOutput mapped in wanted)
        {
            int index = IndexOf(outputs, mapped.Output);
            if (index < 0)
            {
                mismatches.Add(new SpecMismatch(
                    $"output '{mapped.Output}'",
                    $"one of {string.Join(", ", outputs.Select(output => output.Name))}",
                    "no such output"));
                continue;
            }

            var binding = new OutputBinding(index, outputs[index], mapped);
            if (binding.Check() is { } mismatch)
            {
                mismatches.Add(mismatch);
            }
            else if (bindings.Any(other => other.Field == mapped.Field))
            {
                mismatches.Add(new SpecMismatch($"field '{mapped.Field}'", "one output for it", "more than one"));
            }

            bindings.Add(binding);
        }

        Mismatches.ThrowIfAny(mismatches, model);
        return [.. bindings];
    }

    public static int IndexOf(IReadOnlyList<TensorInfo> outputs, string name)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
