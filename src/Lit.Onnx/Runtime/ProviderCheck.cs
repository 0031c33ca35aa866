using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>Finds out whether a session does its work where it was told to.</summary>
/// <remarks>
/// A provider that is registered is not necessarily one that was given nodes: kernels may not match the model's opset,
/// and then all runs on the CPU without a word. Inputs are read and outputs are written where the nodes beside them
/// run.
/// </remarks>
internal static class ProviderCheck
{
    public static void Verify(InferenceSession session, ExecutionProvider provider, string name)
    {
        if (provider is not CudaProvider)
        {
            return;
        }

        using var inputs = session.GetMemoryInfosForInputs();
        using var outputs = session.GetMemoryInfosForOutputs();
        if (!inputs.Concat(outputs).Any(memory => memory.Name.StartsWith("Cuda", StringComparison.Ordinal)))
        {
            throw new LitException(
                $"Expected model '{name}' to run on {provider}; found that ONNX Runtime put its inputs and outputs "
                + "on the CPU. Its operators may be newer than the GPU kernels of this ONNX Runtime: update the package, "
                + "export the model with an older opset, or choose ExecutionProvider.Cpu.");
        }
    }
}
