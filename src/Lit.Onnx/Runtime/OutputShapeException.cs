namespace Lit.Onnx.Runtime;

/// <summary>
/// An output does not have the shape that the file promised; it can be asked for without memory for it.
/// </summary>
internal sealed class OutputShapeException(string message, Exception inner) : Exception(message, inner);
