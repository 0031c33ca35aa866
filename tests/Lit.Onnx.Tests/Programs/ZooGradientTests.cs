using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Gradients of exported models of many kinds against those of torch in double precision.</summary>
public sealed class ZooGradientTests
{
    /// <summary>Models with operators that have no rule or no gradient.</summary>
    private static readonly string[] Refused = ["sklearn-logistic", "sklearn-forest"];

    [TestCaseSource(nameof(Files))]
    public void Gradients_equal_those_of_the_exporting_framework(string folder, string file)
    {
        string path = TestFiles.Model("zoo", folder);
        var model = new DifferentiableModel(OnnxFile.Load(Path.Combine(path, file)));
        int compared = 0;
        foreach (var one in ZooCase.Read(path))
        {
            if (one.ProgramTarget() is not { } target || one.Gradient is not { } expected)
            {
                continue;
            }

            var cut = model.FindCut(null);
            Assert.That(cut.Name, Is.EqualTo(one.CutIn(file)), "the cut point that is found");
            using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, cut, target.Target));

            var results = runner.Run(target.Feeds);

            var value = results[ProgramNames.Value];
            Assert.That(value.RelativeError(new(one.Value, value.Shape)), Is.LessThan(1e-5), $"{one.Name}: value");
            Assert.That(results[ProgramNames.Gradient].RelativeError(expected), Is.LessThan(1e-5), $"{one.Name}: gradient");
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(0));
    }

    internal static IEnumerable<object[]> Files() =>
        Directory.EnumerateFiles(TestFiles.Model("zoo"), "*.onnx", SearchOption.AllDirectories).Order()
            .Where(f => !Refused.Any(name => f.Contains(name, StringComparison.Ordinal)))
            .Select(f => new object[] { Path.GetFileName(Path.GetDirectoryName(f)!), Path.GetFileName(f) });
}
