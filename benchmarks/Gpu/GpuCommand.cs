using System.Globalization;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Benchmarks.Gpu;

/// <summary>
/// <c>gpu [--device cpu|cuda] [--small] [--tokens N] [--points N] [--runs N] [--peak TFLOPS] [--no-cudnn]</c>: what integrated
/// gradients of a BERT encoder cost on a device, how its numbers differ from the CPU's, and what crosses the bus.
/// </summary>
internal static class GpuCommand
{
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Measure(args);
        }
        catch (LitException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    private static int Measure(string[] args)
    {
        bool cuda = Option(args, "--device", "cuda") == "cuda";
        var shape = args.Contains("--small") ? BertShape.Small : BertShape.Base;
        int tokens = Number(args, "--tokens", 128);
        int points = Number(args, "--points", 64);
        int runs = Number(args, "--runs", 20);
        double nominal = double.Parse(Option(args, "--peak", "0"), CultureInfo.InvariantCulture) * 1e12;
        bool cudnn = !args.Contains("--no-cudnn");

        var model = new DifferentiableModel(OnnxFile.Parse(BertModel.Write(shape), "bert"));
        byte[] program = PathProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit), new()).Model;
        var host = new OnnxOptions { UseMemoryPattern = false };
        var exact = cuda ? host with { Provider = new CudaProvider { UseCudnn = cudnn } } : host;
        var fast = cuda ? host with { Provider = new CudaProvider { UseCudnn = cudnn, AllowTf32 = true } } : host;
        Say("model", $"{shape.Layers} layers, {shape.Hidden} wide, {tokens} tokens, {points} points a run, on {exact.Provider}");

        double peak = MatrixPeak.Measure(fast, cuda ? 8192 : 1024);
        Say("matrix products of the runtime", $"{peak / 1e12:0.0} TFLOPS (TF32)");
        foreach (var (name, options) in ((string, OnnxOptions)[])[("TF32", fast), ("float32", exact)])
        {
            using var session = new PathSession(program, options, tokens);
            double seconds = session.Seconds(points, runs);
            double rate = points * shape.Operations(tokens) / seconds;
            Say(
                name,
                $"{1 / seconds:0.00} examples/s, {points / seconds:0} rows/s, {rate / 1e12:0.0} TFLOPS, {rate / peak:P1} of the matrix products"
                + (nominal > 0 ? $", {rate / nominal:P1} of the nominal peak" : string.Empty));
            Say($"{name}, over the bus", $"{session.Bytes} bytes an example");
        }

        Compare(program, exact, fast, host, tokens);
        Place(program, exact, tokens, points);
        return 0;
    }

    /// <summary>The same attributions by the CPU, at fewer points.</summary>
    private static void Compare(byte[] program, OnnxOptions exact, OnnxOptions fast, OnnxOptions host, int tokens)
    {
        const int Points = 4;
        using var cpu = new PathSession(program, host, tokens);
        float[] expected = cpu.Run(0, Points);
        float largest = expected.Max(Math.Abs);
        foreach (var (name, options) in ((string, OnnxOptions)[])[("float32", exact), ("TF32", fast)])
        {
            using var session = new PathSession(program, options, tokens);
            float[] found = session.Run(0, Points);
            Say($"{name} against the CPU", $"{found.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / largest:0.0e+0} of the largest attribution");
        }
    }

    /// <summary>Which nodes ran where.</summary>
    private static void Place(byte[] program, OnnxOptions options, int tokens, int points)
    {
        string prefix = Path.Combine(Directory.CreateTempSubdirectory("lit").FullName, "profile");
        using var session = new PathSession(program, options, tokens, prefix);
        session.Run(0, points);
        var placement = Placement.Read(session.Native.EndProfiling());
        Say("nodes", string.Join(", ", placement.Nodes.Select(n => $"{n.Value} {n.Key}")));
        Say("copies between host and device", $"{placement.Copies}");
        Say("operators on the host", placement.OnHost.Count == 0 ? "none" : string.Join(", ", placement.OnHost.Select(n => $"{n.Value} {n.Key}")));
        Directory.Delete(Path.GetDirectoryName(prefix)!, recursive: true);
    }

    private static void Say(string what, string text) => Console.WriteLine($"{what,-32} {text}");

    private static string Option(string[] args, string name, string missing)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : missing;
    }

    private static int Number(string[] args, string name, int missing) =>
        int.Parse(Option(args, name, missing.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
