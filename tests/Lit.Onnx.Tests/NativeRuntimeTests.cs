using Microsoft.ML.OnnxRuntime;
using NUnit.Framework;

namespace Lit.Onnx;

public sealed class NativeRuntimeTests
{
    // ModelProto { ir_version 8, graph { y = Identity(x), x and y are float[2] }, opset 13 }
    private const string Identity =
        "CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggCYg8KAXkSCgoICAESBAoCCAJCBAoAEA0=";

    [Test]
    public void The_native_runtime_of_the_host_runs_a_model()
    {
        using var session = new InferenceSession(Convert.FromBase64String(Identity));
        using var x = OrtValue.CreateTensorValueFromMemory(new[] { 1.5f, -2f }, [2]);
        using var options = new RunOptions();

        using var results = session.Run(options, ["x"], [x], ["y"]);

        Assert.That(results[0].GetTensorDataAsSpan<float>().ToArray(), Is.EqualTo(new[] { 1.5f, -2f }));
    }
}
