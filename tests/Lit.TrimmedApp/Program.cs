using System.Globalization;
using Microsoft.ML.OnnxRuntime;

using var session = new InferenceSession(args[0]);
Console.WriteLine(session.InputMetadata.Count.ToString(CultureInfo.InvariantCulture));
