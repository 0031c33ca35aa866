using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Gradients of exported models of many kinds against those of torch in double precision.</summary>
public sealed class ZooGradientTests
{
    [TestCaseSource(typeof(ZooFiles), nameof(ZooFiles.Cases))]
    public void Gradients_equal_those_of_the_exporting_framework(string folder, string file, string name)
    {
        var one = ZooFiles.Find(folder, file, name);
        var (prepared, target, feeds) = one.Prepare(OnnxFile.Load(TestFiles.Model("zoo", folder, file)));
        var model = new DifferentiableModel(prepared);
        foreach (string differentiable in one.Differentiable)
        {
            string at = one.CutIn(file, differentiable);
            var cut = model.FindCut(differentiable == one.Differentiable[0] ? null : at);
            Assert.That(cut.Name, Is.EqualTo(at), "the cut point that is found");
            using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, cut, target));

            var results = runner.Run(feeds);

            var value = results[ProgramNames.Value];
            Assert.That(value.RelativeError(new(one.Value, value.Shape)), Is.LessThan(ZooFiles.Tolerance(folder)), "value");
            Assert.That(
                results[ProgramNames.Gradient].RelativeError(one.Gradient(differentiable)),
                Is.LessThan(ZooFiles.Tolerance(folder)),
                $"gradient of {differentiable}");
        }
    }

    [Test]
    public void A_forest_is_refused_by_the_name_of_its_operator()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "sklearn-forest", "model.onnx")));

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("TreeEnsembleClassifier"));
    }

    [Test]
    public void All_files_of_both_exporters_are_tried() =>
        Assert.That(Directory.EnumerateFiles(TestFiles.Model("zoo"), "*.onnx", SearchOption.AllDirectories).Count(), Is.EqualTo(46));
}
