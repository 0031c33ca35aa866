namespace Lit.Onnx.Runtime;

/// <summary>What makes two sessions the same.</summary>
/// <param name="Model">The hash of the model file's content.</param>
/// <param name="Program">What is computed: the model itself, or a gradient of it.</param>
/// <param name="Options">How it is run.</param>
internal readonly record struct SessionKey(string Model, string Program, OnnxOptions Options);
