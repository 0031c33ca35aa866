using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Microsoft.ML.OnnxRuntime;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Gradients of files that ONNX Runtime saved after it had fused their operators.</summary>
public sealed class OptimizedModelTests
{
    [TestCaseSource(nameof(Files))]
    public void Gradients_are_those_of_the_file_before_it_was_optimised(string folder, string file)
    {
        string path = TestFiles.Model("zoo", folder);
        string optimised = Optimise(Path.Combine(path, file));
        try
        {
            var loaded = OnnxFile.Load(optimised);
            int compared = 0;
            foreach (var one in ZooCase.Read(path))
            {
                var (prepared, target, feeds) = one.Prepare(loaded);
                var model = new DifferentiableModel(prepared);
                string wanted = one.Differentiable[0];
                var cut = model.FindCut(one.Inputs.ContainsKey(wanted) ? wanted : "input_ids");
                using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, cut, target));

                var gradient = runner.Run(feeds)[ProgramNames.Gradient];

                Assert.That(gradient.RelativeError(one.Gradient(one.Differentiable[0])), Is.LessThan(1e-4), one.Name);
                compared++;
            }

            Assert.That(compared, Is.GreaterThan(0));
        }
        finally
        {
            File.Delete(optimised);
        }
    }

    [Test]
    public void The_runtime_has_fused_something_in_these_files()
    {
        string optimised = Optimise(TestFiles.Model("zoo", "bert", "model.onnx"));
        try
        {
            var model = new DifferentiableModel(OnnxFile.Load(optimised));

            string[] operators = [.. model.Coverage().Select(c => c.Operator).Distinct()];

            Assert.That(operators, Is.SupersetOf(new[] { "com.microsoft:FusedMatMul", "com.microsoft:BiasGelu", "com.microsoft:FusedGemm" }));
            Assert.That(model.Coverage().Where(c => c.Status == CoverageStatus.Unsupported), Is.Empty);
        }
        finally
        {
            File.Delete(optimised);
        }
    }

    [Test]
    public void A_file_for_the_processor_of_one_machine_is_refused_with_a_remedy()
    {
        string optimised = Optimise(TestFiles.Model("zoo", "resnet", "model.onnx"), GraphOptimizationLevel.ORT_ENABLE_ALL);
        try
        {
            var model = new DifferentiableModel(OnnxFile.Load(optimised));
            var refused = model.Coverage().Where(c => c.Operator.StartsWith("com.microsoft.nchwc", StringComparison.Ordinal)).ToArray();
            if (refused.Length == 0)
            {
                Assert.Ignore("The runtime does not lay out images for this processor.");
            }

            Assert.That(refused.Select(c => c.Detail), Has.All.Contains("use the original, or save it at optimisation level extended or lower"));
        }
        finally
        {
            File.Delete(optimised);
        }
    }

    private static string Optimise(string file, GraphOptimizationLevel level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED)
    {
        string optimised = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = level,
            OptimizedModelFilePath = optimised,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.disable_quant_qdq", "1");
        using var session = new InferenceSession(file, options);
        return optimised;
    }

    private static IEnumerable<object[]> Files() =>
        ZooFiles.All().Where(f => (string)f[0] is not ("bert-external-data" or "bert-fp16" or "qdq-cnn" or "qdq-mlp"));
}
